// What the stories use of the provider, which describes itself in no types.
declare module "oidc-provider" {
  import type { Server } from "node:http";

  type Context = { body: unknown };
  type Account = { accountId: string; claims: () => Record<string, unknown> };

  export default class Provider {
    constructor(issuer: string, configuration: {
      clients: Record<string, unknown>[];
      claims: Record<string, string[]>;
      cookies: { keys: string[] };
      pkce: { required: () => boolean };
      ttl: Record<string, number>;
      findAccount: (context: unknown, id: string) => Account | undefined;
    });
    use(middleware: (context: Context, next: () => Promise<void>) => Promise<void>): void;
    listen(port: number, host: string): Server;
  }
}
