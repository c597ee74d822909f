// Short names for the generated types that pages speak of.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Report = Schemas["Report"];
export type Link = Schemas["Link"];
export type Edge = Schemas["Edge"];
export type Flow = Schemas["Flow"];
export type Team = Schemas["PyramidTeam"];
export type Cooperation = Schemas["Cooperation"];
export type Share = Schemas["Share"];
export type LogSummary = Schemas["LogSummary"];
export type Log = Schemas["LogDetail"];
export type ChainRow = Schemas["ChainRow"];
export type ChainDetail = Schemas["ChainDetail"];
export type Handoff = Schemas["ChainHandoff"];
export type Quality = Schemas["Quality"];
export type Finding = Schemas["Finding"];
export type Recipe = Schemas["Recipe"];
export type Uploaded = Schemas["Uploaded"];
export type Preview = Schemas["Preview"];
export type Column = Schemas["Column"];
export type Reason = Schemas["Reason"];
