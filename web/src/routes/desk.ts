// The addresses of daily work: today, requests, one request, signing in.
export const deskRoutes = [] as const;
