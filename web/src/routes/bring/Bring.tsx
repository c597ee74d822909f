export function Bring() { return null; }
