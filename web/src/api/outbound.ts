// What the pages of the outbox and of the webhooks ask the server.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Notice = Schemas["NoticeView"];
export type NoticeKind = Schemas["NoticeKind"];
export type NoticeState = Schemas["NoticeState"];
export type NoticeLanguage = Schemas["Language"];
export type Webhook = Schemas["WebhookView"];
export type Delivery = Schemas["DeliveryView"];
export type WebhookTest = Schemas["WebhookTest"];

export const NOTICE_STATES = ["waiting", "sent", "failed", "not_sent"] as const satisfies readonly NoticeState[];
export const NOTICE_KINDS = ["received", "answered", "done", "due_moved", "feedback", "offered", "team_offered", "returned", "mentioned", "pulse"] as const satisfies readonly NoticeKind[];

export type OutboxFilter = { state?: NoticeState; kind?: NoticeKind; recipient?: string };

export const outboxQuery = (filter: OutboxFilter) =>
  infiniteQueryOptions({
    queryKey: ["office", "outbox", filter],
    queryFn: ({ pageParam, signal }) => get("/api/v1/outbox", { query: { ...filter, before: pageParam, limit: 50 }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const noticeSettingsQuery = queryOptions({
  queryKey: ["office", "notices"],
  queryFn: ({ signal }) => get("/api/v1/account/notices", { signal }),
});

export const webhooksQuery = queryOptions({
  queryKey: ["office", "webhooks"],
  queryFn: ({ signal }) => get("/api/v1/webhooks", { signal }),
});

export const deliveriesQuery = (webhook: string) =>
  infiniteQueryOptions({
    queryKey: ["office", "webhooks", webhook, "deliveries"],
    queryFn: ({ pageParam, signal }) => get("/api/v1/webhooks/{webhook}/deliveries", { path: { webhook }, query: { before: pageParam, limit: 20 }, signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
