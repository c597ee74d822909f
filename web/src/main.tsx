// Where everything begins: the language, and whether it is a customer who looks. Customers load their few
// pages and nothing else.
import { startLanguage } from "./i18n";
import { forCustomers } from "./lib/for-customers";

const customer = forCustomers(window.location.pathname);
const pages = customer ? import("./customer") : import("./app");
await startLanguage(customer ? "customer" : "colleague");
const place = document.getElementById("root");
if (place) await (await pages).draw(place);
