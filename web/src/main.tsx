// Where everything begins: the language, and whether it is a customer who looks. Customers load their few
// pages and nothing else.
import { startLanguage, type Reader } from "./i18n";
import { forCustomers } from "./lib/for-customers";

const PROGRAMS = { customer: () => import("./customer"), colleague: () => import("./app") };

const reader: Reader = forCustomers(window.location.pathname) ? "customer" : "colleague";
const pages = PROGRAMS[reader]();
await startLanguage(reader);
const place = document.getElementById("root");
if (place) await (await pages).draw(place);
