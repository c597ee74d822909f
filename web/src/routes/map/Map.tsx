export function Map() { return null; }
