/* Questions about events that reader, streams and list ask alike: which one is read now, when and where it was. */
"use strict";
(function () {
  const { tao } = window;
  const MOST_NAMED = 3;         // districts named beside a date
  const found = new Map();      // "year topic" -> the most important event of that year

  /** The year of the exhibition an event stands under: those before 2014 stand at the edge of 2014. */
  const yearOf = (event) => Math.max(tao.address.FIRST, event.year);
  /** Most important first; of equals the one whose day is known, then the earlier. */
  const byWeight = (a, b) => a.importance - b.importance || b.date.length - a.date.length || tao.order(a.date, b.date);

  /** The event to read: the one of the address while its year is shown, else the most important of year and topic; null when there is none. */
  function shown(city, state) {
    const chosen = chosenIn(city, state);
    if (chosen) return chosen;
    const key = `${state.year} ${state.topic || ""}`;
    if (!found.has(key)) found.set(key, tao.model.eventsOf(city, state).sort(byWeight)[0] || null);
    return found.get(key);
  }
  function chosenIn(city, state) {
    const event = tao.model.index(city).milestones.get(state.milestone);
    return event && yearOf(event) === state.year ? event : null;
  }
  /** Make an event the one of the address; a step of the back button unless a finger is only passing over it. */
  const choose = (event, passing) => tao.address.set({ milestone: event.id, year: yearOf(event) }, !passing);
  /** An address that names an event and no year means the year of the event. */
  function settleYear(city) {
    const state = tao.address.state();
    const event = tao.model.index(city).milestones.get(state.milestone);
    if (event && !state.chosen) tao.address.set({ year: yearOf(event) });
  }
  /** What is not known of a date, in words; null when the day is. */
  const precision = (event) => ({ 4: tao.message("timeline.to_year"), 7: tao.message("timeline.to_month") }[event.date.length] || null);
  /** The districts of an event as [zh, en], only their number when there are many; null for the whole city. */
  function place(city, event) {
    if (tao.model.isCitywide(city, event)) return null;
    const districts = event.districts.map((code) => tao.model.index(city).districts.get(code)).filter(Boolean);
    if (districts.length > MOST_NAMED) return tao.message("timeline.districts", { count: String(districts.length) });
    return districts.length ? [districts.map((one) => one.name_zh).join("、"), districts.map((one) => one.name_en).join(", ")] : null;
  }
  /** The ways from an event: its project, the map, its source. */
  function ways(city, event) {
    const { el, words, message, icon } = tao;
    const way = (href, name, ...children) => el("li", {}, el("a", { class: "way", href }, icon(name), ...children));
    const project = event.project_id;
    return el("ul", { class: "ways" },
      project ? way(`/projects/${project}`, "arrow-right", words(message("timeline.project"))) : null,
      project ? way(`/map?year=${yearOf(event)}&project=${project}`, "map-pin", words(message("timeline.on_map"))) : null,
      way(`/sources/${event.source_id}`, "book-open", el("span", { class: "way__name" }, words(message("timeline.source", { name: city.sources[event.source_id] })))));
  }
  tao.milestones = { yearOf, shown, chosenIn, choose, settleYear, precision, place, ways };
})();
