export function Chain() { return null; }
