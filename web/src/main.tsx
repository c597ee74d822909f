// Where everything begins: the language, and whether it is a customer who looks. Customers load their few
// pages and nothing else.
import { startLanguage } from "./i18n";
import { forCustomers } from "./lib/for-customers";

const pages = forCustomers(window.location.pathname) ? import("./customer") : import("./app");
await startLanguage();
const place = document.getElementById("root");
if (place) await (await pages).draw(place);
