// One service of Azurite, that of tables unless AZURITE_SERVICE says "blob". It ends when its input is closed: with the tests, however they end.
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
require(process.env.AZURITE_SERVICE === "blob" ? "azurite/dist/src/blob/main.js" : "azurite/dist/src/table/main.js");
