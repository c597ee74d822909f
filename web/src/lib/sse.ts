// Reading server-sent events from a stream, as the HTML standard says, because the browser's own reader
// cannot say which event was seen last by another tab.

export type Told = { event: string; data: string; id: string };

/** Takes pieces of text in any cut and gives the events that are complete. Comments keep the line open. */
export function readEvents(): (piece: string) => Told[] {
  let rest = "";
  let id = "";
  return (piece) => {
    const blocks = (rest + piece).replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop() ?? "";
    const told: Told[] = [];
    for (const block of blocks) {
      let event = "message";
      const data: string[] = [];
      for (const line of block.split("\n")) {
        const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (name === "event") event = value;
        else if (name === "data") data.push(value);
        else if (name === "id") id = value;
      }
      if (data.length > 0) told.push({ event, data: data.join("\n"), id });
    }
    return told;
  };
}
