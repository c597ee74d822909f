export function Domino() { return null; }
