// Which addresses are the customers' own.

/** Whether `path` leads to a page without an account: /ask, or /track/KEY. */
export const forCustomers = (path: string) => /^\/(ask\/?$|track\/.)/.test(path);
