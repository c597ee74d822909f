// The repair plan as steps of a staircase: each from what the steps before it keep to what they keep
// with it.

export type Stair = { n: number; /** null on the last step, for which several links are needed at once. */ provider: string | null; from: number; to: number };

export function climb(plan: readonly { provider: string; saves: number }[], needsSeveral: number): Stair[] {
  const stairs: Stair[] = [];
  let height = 0;
  for (const { provider, saves } of plan) {
    stairs.push({ n: stairs.length + 1, provider, from: height, to: height + saves });
    height += saves;
  }
  if (needsSeveral > 0) stairs.push({ n: stairs.length + 1, provider: null, from: height, to: height + needsSeveral });
  return stairs;
}
