// A real OpenID provider on loopback, with its own pages to sign in and to consent: `oidc-provider`, which is
// certified. Whoever types a name that it knows is let in; what it says of them can be changed.
import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import Provider from "oidc-provider";
import type { Page } from "playwright-core";
import { freePort } from "./server";

export type Claims = { email?: string; email_verified?: boolean; name?: string };

export type People = {
  at: string;
  /** What is said of each person, by the provider's own name for them. */
  known: Record<string, Claims>;
  client: { id: string; secret: string };
  stop: () => Promise<void>;
};

/** Starts a provider for the desk at `desk`. */
export async function startProvider(desk: string): Promise<People> {
  const port = await freePort();
  const at = `http://127.0.0.1:${port}`;
  const client = { id: "catena", secret: randomUUID() };
  const known: Record<string, Claims> = {};
  const provider = new Provider(at, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [`${desk}/api/v1/sign-on/reply`], response_types: ["code"], grant_types: ["authorization_code"] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: [randomUUID()] },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
    findAccount: (_, id) => {
      const said = known[id];
      return said && { accountId: id, claims: () => ({ sub: id, ...said }) };
    },
  });
  provider.use(async (context, next) => {
    await next();
    // Its pages would fetch a font from elsewhere.
    if (typeof context.body === "string") context.body = context.body.replace(/@import [^;]*;/, "");
  });
  const server = await new Promise<Server>((done) => {
    const listening = provider.listen(port, "127.0.0.1");
    listening.once("listening", () => { done(listening); });
  });
  const stop = () => new Promise<void>((done) => {
    server.close(() => { done(); });
    server.closeAllConnections();
  });
  return { at, known, client, stop };
}

/** What a desk is started with so that people sign in through the provider. */
export function through({ at, client }: Pick<People, "at" | "client">): { args: string[]; env: Record<string, string> } {
  return { args: ["--oidc-issuer", at, "--oidc-client", client.id, "--oidc-name", "Flower ID"], env: { CATENA_OIDC_SECRET: client.secret } };
}

/** On the pages of the provider: signs in as `who`, and consents. */
export async function passProvider(page: Page, who: string): Promise<void> {
  await page.getByPlaceholder("Enter any login").fill(who);
  await page.getByPlaceholder("and password").fill("anything");
  await page.getByRole("button", { name: "Sign-in" }).click();
  await page.getByRole("button", { name: "Continue" }).click();
}
