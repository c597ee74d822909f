// The addresses of what is set up and looked after, and what customers see.
export const officeRoutes = [] as const;
