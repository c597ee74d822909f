// Round numbers on an axis.

/** Up to about `room` round steps from 0 towards `max`; whole numbers only, `max` itself not necessarily. */
export function roundTicks(max: number, room: number): number[] {
  if (max <= 0) return [0];
  const rough = max / room;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough) ?? rough);
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, i) => i * step);
}

/** Ticks of a logarithmic axis of ratios that holds 1: 0.2, 0.5, 1, 2, 5, 10 … within the ends. */
export function ratioTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    for (const m of [1, 2, 5]) {
      const tick = power < 0 ? m / 10 ** -power : m * 10 ** power;
      if (tick >= low && tick <= high) ticks.push(tick);
    }
  }
  return ticks;
}
