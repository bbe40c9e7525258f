/* Questions about the city that several parts ask, answered from the baked view and the state of the address. */
"use strict";
(function () {
  const { tao } = window;
  const indexes = new WeakMap();

  /** Projects, milestones, topics, districts of the view by their id, milestones by their year as well. */
  function index(city) {
    if (!indexes.has(city)) {
      const by = (rows, key) => new Map(rows.map((row) => [row[key], row]));
      indexes.set(city, {
        projects: by(city.projects, "id"), milestones: by(city.milestones, "id"), topics: by(city.topics, "id"),
        families: by(city.families, "id"), districts: by(city.districts, "code"), events: new Map(city.years.map((year) => [year, city.milestones.filter((event) => event.year === year)])),
      });
    }
    return indexes.get(city);
  }
  const pair = (row, name) => [row[`${name}_zh`], row[`${name}_en`]];

  /** How a project stands in ``year``: hidden (not yet), new, past, ended; undated ones with no proven year are "unknown". */
  function stateOf(project, year) {
    if (project.first === undefined) return "unknown";
    if (project.first > year) return "hidden";
    if (project.first === year) return "new";
    if (project.end_date && Number(project.end_date.slice(0, 4)) < year) return "ended";
    return "past";
  }
  /** Is a row (project or milestone) of the topic or water chosen in the address? All are when none is chosen. */
  const isChosen = (row, state) => !state.topic || row.topic === state.topic || row.family === state.topic;
  const isCitywide = (city, row) => row.districts.includes(city.citywide);
  const isInDistrict = (row, code) => row.districts.includes(code);
  /** Projects on the map in the year of the address and in its topic; those of no known year last. */
  const shownProjects = (city, state) => city.projects.filter((project) => stateOf(project, state.year) !== "hidden" && isChosen(project, state));
  const eventsOf = (city, state) => (index(city).events.get(state.year) || []).filter((event) => isChosen(event, state));

  tao.model = { index, pair, stateOf, isChosen, isCitywide, isInDistrict, shownProjects, eventsOf };
})();
