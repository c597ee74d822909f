// The frame around every page: where all other addresses begin.
import { createRootRoute } from "@tanstack/react-router";
import { Frame } from "./parts/Frame";
import { Lost } from "./routes/home/Lost";

export const root = createRootRoute({ component: Frame, notFoundComponent: Lost });
