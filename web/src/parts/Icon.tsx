// The few signs Catena uses, drawn on one 20-pixel grid with one stroke. Always beside a word or under
// a label: an icon alone says nothing to a screen reader.

const PATHS = {
  link: "M8 13H6a4 4 0 0 1 0-8h2M12 5h2a4 4 0 0 1 0 8h-2M7 9h6",
  chains: "M3 4h8M3 8h11M6 12h11M9 16h8",
  map: "M10 3v3M5 13l3.5-4M15 13l-3.5-4M10 6a1.8 1.8 0 1 0 0 3.6A1.8 1.8 0 0 0 10 6ZM4.5 13a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6ZM15.5 13a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z",
  domino: "M4 16V5M9 16l2.6-10.6M13 16.5l4.6-8.8M2.5 16.5h15",
  both: "M7.5 6a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12.5 6a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z",
  quality: "M4 10.5l3.5 3.5L16 5.5M4 17h12",
  bring: "M10 13V3.5M6.5 7 10 3.5 13.5 7M3.5 13v3.5h13V13",
  book: "M10 5.5C8.5 4.3 6.3 4 3.5 4v11.5c2.8 0 5 .3 6.5 1.5 1.5-1.2 3.7-1.5 6.5-1.5V4c-2.8 0-5 .3-6.5 1.5ZM10 5.5V17",
  search: "M9 4a5 5 0 1 0 0 10A5 5 0 0 0 9 4ZM13 13l4 4",
  download: "M10 3.5V13M6.5 9.5 10 13l3.5-3.5M3.5 16.5h13",
  close: "M5 5l10 10M15 5 5 15",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1 1M14.7 14.7l1 1M4.3 15.7l1-1M14.7 5.3l1-1",
  moon: "M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5Z",
  screen: "M3 4.5h14v9H3ZM7.5 17h5M10 13.5V17",
  language: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM3 10h14M10 3c2 2 2.8 4.3 2.8 7s-.8 5-2.8 7c-2-2-2.8-4.3-2.8-7S8 5 10 3Z",
  keyboard: "M2.5 5.5h15v9h-15ZM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7",
  filter: "M3 5h14M5.5 10h9M8 15h4",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  expand: "M11.5 3.5h5v5M16.5 3.5l-6 6M8.5 16.5h-5v-5M3.5 16.5l6-6",
  fold: "M5 8l5 5 5-5",
  up: "M5 12l5-5 5 5",
  back: "M12 5l-5 5 5 5",
  forward: "M8 5l5 5-5 5",
  rail: "M3 4h14v12H3ZM8 4v12",
  table: "M3 4.5h14v11H3ZM3 8.5h14M8 8.5v7",
  print: "M6 8V3.5h8V8M6 14H3.5V8h13v6H14M6 12h8v5H6Z",
  help: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM7.8 8a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M10 14h.01",
  today: "M3.5 10.5 7.5 14.5 16.5 5.5M3 17h14",
  requests: "M4 5h.01M4 10h.01M4 15h.01M7.5 5h9M7.5 10h9M7.5 15h6",
  board: "M3.5 4h3.5v12H3.5ZM8.5 4h3.5v7H8.5ZM13.5 4H17v9.5h-3.5Z",
  customers: "M7.5 4a2.8 2.8 0 1 0 0 5.6A2.8 2.8 0 0 0 7.5 4ZM2.5 16.5a5 5 0 0 1 10 0M13.5 4.6a2.4 2.4 0 0 1 0 4.5M14.8 12a4.6 4.6 0 0 1 2.7 4.2",
  experience: "M3 10h14M4.5 5.5v2.5M4.5 6.8h0M8.5 3.5v5M12 12v4.5M15.8 13v2.5",
  pulse: "M2.5 10.5H6l2-5.5 4 10.5 2-5h3.5",
  feedback: "M3.5 4.5h13v9H9.5L6 16.8v-3.3H3.5ZM7 8h6M7 10.5h4",
  settings: "M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4",
  outbox: "M3.5 11.5v5h13v-5M3.5 11.5 6 5h8l2.5 6.5M3.5 11.5H7a3 3 0 0 0 6 0h3.5M10 9.5V2M7.8 4.2 10 2l2.2 2.2",
  audit: "M5 3h7l3 3v11H5ZM12 3v3h3M7.5 10h5M7.5 13h5",
  person: "M10 3.5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM4 17a6 6 0 0 1 12 0",
  leave: "M11.5 4H4.5v12h7M9 10h8M14 7l3 3-3 3",
  plus: "M10 4v12M4 10h12",
  check: "M4 10.5 8 14.5 16.5 5.5",
  undo: "M7 4 3.5 7.5 7 11M3.5 7.5H12a4.5 4.5 0 0 1 0 9H8",
  giveBack: "M12 5l-5 5 5 5M7 10h9M4 4v12",
  take: "M4 9.5V15a1.5 1.5 0 0 0 1.5 1.5H14A2 2 0 0 0 16 15l.8-4.5a1.5 1.5 0 0 0-1.5-1.8H11.5V5A1.5 1.5 0 0 0 8.7 4.4L7 9.5Z",
  handOn: "M3 7h11M11 4l3 3-3 3M17 13H6M9 10l-3 3 3 3",
  pause: "M7 4.5v11M13 4.5v11",
  resume: "M6.5 4.5 15.5 10l-9 5.5Z",
  offer: "M3 10 17 4l-4 13-3.5-5.5Z",
  lock: "M5 9h10v7.5H5ZM7 9V6.5a3 3 0 0 1 6 0V9",
  clock: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 6v4l2.8 2",
  bell: "M5 13.5V9a5 5 0 0 1 10 0v4.5l1.5 1.5h-13ZM8.5 17h3",
  tag: "M3.5 3.5h6l7 7-6 6-7-7ZM6.8 6.8h.01",
  copy: "M7 7h9.5v9.5H7ZM4.5 13h-1V3.5H13v1",
  alert: "M10 3.5 17.5 16.5h-15ZM10 8.5v4M10 14.5h.01",
  history: "M4 4v3.5h3.5M4.2 7.5a6.5 6.5 0 1 1-.6 4M10 7v3.5l2.5 1.5",
  clip: "M14.5 9.5 9.3 14.7a3 3 0 0 1-4.3-4.3l6.3-6.2a2 2 0 0 1 2.9 2.9l-6.2 6.1a1 1 0 0 1-1.4-1.4l5.2-5.2",
  file: "M5 3h6.5L15 6.5V17H5ZM11.5 3v3.5H15",
  star: "M10 3.2l2.1 4.3 4.7.7-3.4 3.3.8 4.7-4.2-2.2-4.2 2.2.8-4.7L3.2 8.2l4.7-.7Z",
} as const;

export type IconName = keyof typeof PATHS;

/** A sign in the colour of the text around it. */
export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true" width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor"
      strokeWidth={1.5} strokeLinecap="round" strokeLinejoin="round" style={{ flex: "none" }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
