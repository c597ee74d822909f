export function Chains() { return null; }
