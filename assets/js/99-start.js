/* The last of all: everything is registered, the page that stands in the HTML comes to life. */
"use strict";
window.tao.open();
