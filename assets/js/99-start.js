/* The last script: everything stands, Dash may begin. */
"use strict";
window.renderer = new window.DashRenderer();
