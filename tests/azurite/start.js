// The table service of Azurite. It ends when its input is closed: with the tests, however they end.
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
require("azurite/dist/src/table/main.js");
