// Which addresses are the customers' own.

/** Whether `path` leads to a page without an account: /ask, /track/KEY or /feedback/KEY. */
export const forCustomers = (path: string) => /^\/(ask\/?$|track\/.|feedback\/.)/.test(path);
