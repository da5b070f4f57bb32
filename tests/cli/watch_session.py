#!/usr/bin/env python3
"""Plays a session of `pinwheel watch` in a browser: looks, acts, takes pictures. What it saw must be so.

    watch_session.py BROWSER LINK FOLDER      the run begins paused; its pictures come into FOLDER
"""
import json
import sys
import urllib.request

from browser import browser_of

program, link, folder = sys.argv[1:]
browser = browser_of(program, folder + "/profile")

GREYS = """(() => { const c = document.querySelector("#sheets figure:last-child canvas");
    const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
    let sum = 0; for (let i = 0; i < d.length; i += 4) sum += d[i] * (1 + i % 97); return sum; })()"""


def text(selector):
    return browser.value(f"document.querySelector({json.dumps(selector)}).textContent")


def iteration():
    return int(text("#state").split()[1])


def need(condition, what):
    if not condition:
        raise AssertionError(f"{what}; the page says: {browser.value('document.body.innerText')}")


def no_sideways_scrolling(width):
    browser.size(width, 900)
    browser.wait(f"innerWidth === {width}")
    beyond = browser.value("[...document.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > "
                           "document.documentElement.clientWidth + 0.5).map((e) => e.tagName + e.id)")
    need(not beyond, f"beyond the right edge at {width}: {beyond}")


browser.open(link)
browser.wait("document.querySelector('#state')?.textContent.includes('paused')")
need(browser.value("document.querySelectorAll('#sheets canvas').length") == 4, "not every sheet is there")

# One presentation, by the button and by the key: the picture changes.
before = browser.value(GREYS)
browser.click("#step")
browser.wait("document.querySelector('#state').textContent.startsWith('iteration 1 ')")
browser.wait(f"{GREYS} !== {before}")
browser.value("document.activeElement.blur()")
browser.key(".")
browser.wait("document.querySelector('#state').textContent.startsWith('iteration 2 ')")

# The next presentation, step by step: the steps differ, nothing is learnt, and after the last it is made.
seen = set()
for k in range(6):
    browser.click("#settle")
    browser.wait(f"document.querySelector('#shown-what').textContent.startsWith('Presentation 3, {f'settling step {k} of 5' if k else 'before'}')")
    seen.add(browser.value(GREYS))
need(len(seen) > 3 and iteration() == 2, f"{len(seen)} pictures of settling, iteration {iteration()}")
browser.value("document.activeElement.blur()")
# The key is held: that makes one presentation, and then shows the next before it is made.
browser.value("""(async () => { for (let k = 0; k < 6; k++) {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: ',', bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 10)); } })()""")
browser.wait("document.querySelector('#state').textContent.startsWith('iteration 3 ')")
browser.value("new Promise((resolve) => setTimeout(resolve, 400))")
need(iteration() == 3, "presentations were made that nobody saw")

# The map: measured now, seen, and seen to change.
browser.click("#measure")
browser.wait("document.querySelector('#map').complete && document.querySelector('#map').naturalWidth > 100")
first = browser.value("document.querySelector('#map').src")
browser.click("#pause")
browser.wait("parseInt(document.querySelector('#state').textContent.split(' ')[1]) > 100")
browser.value("document.activeElement.blur()")
browser.key(" ")
browser.wait("document.querySelector('#state').textContent.includes('paused')")
browser.key("m")
browser.wait(f"document.querySelector('#map').src !== {json.dumps(first)} && document.querySelector('#map').complete")
browser.wait("document.querySelector('#curve').getAttribute('aria-label')")
browser.fill("#quantity", "orientation: stability")
browser.wait("document.querySelector('#curve').getAttribute('aria-label').startsWith('orientation: stability: 1 at')")

# A unit: its fields are those of the program's own answer.
browser.click("#sheets figure:last-child canvas", 0.31, 0.62)
browser.wait("document.querySelectorAll('#field-list canvas').length >= 4")
unit = int(text("#unit").split()[1])
side = int(text("#sheets figure:last-child figcaption").split()[1])
need(unit == int(0.62 * side) * side + int(0.31 * side), f"unit {unit} was not under the pointer")
browser.key("ArrowRight")
browser.wait(f"document.querySelector('#unit').textContent.startsWith('unit {unit + 1} ')")

# The map as well chooses a unit; both pictures mark it, and none that is no map of the sheet.
browser.fill("#picture", "orientation preference")
file = browser.value("new URL(document.querySelector('#map').src).searchParams.get('file')")
area = browser.value(f"fetch('pictures').then((r) => r.json()).then((all) => all[{json.dumps(file)}].map)")
size = browser.value("(async () => { const i = document.querySelector('#map'); await i.decode(); return [i.naturalWidth, i.naturalHeight]; })()")
row, column = side // 3, 2 * side // 3
browser.click("#map", (area["left"] + (column + 0.5) * area["zoom"]) / size[0], (area["top"] + (row + 0.5) * area["zoom"]) / size[1])
browser.wait(f"document.querySelector('#unit').textContent.startsWith('unit {row * side + column} ')")
marked = browser.value("""(() => { const [m, i] = ['#map-mark', '#map'].map((s) => document.querySelector(s).getBoundingClientRect());
    return [(m.left + m.width / 2 - i.left) / i.width, (m.top + m.height / 2 - i.top) / i.height]; })()""")
need(abs(marked[0] * size[0] - area["left"] - (column + 0.5) * area["zoom"]) < 2, f"the mark is at {marked}")
need(abs(marked[1] * size[1] - area["top"] - (row + 0.5) * area["zoom"]) < 2, f"the mark is at {marked}")
browser.fill("#picture", "orientation spectrum")
browser.wait("document.querySelector('#map-mark').hidden")
browser.click("#map")
need(text("#unit").startswith(f"unit {row * side + column} "), "a spectrum chose a unit")
browser.fill("#picture", "orientation preference")
browser.wait("!document.querySelector('#map-mark').hidden")
browser.click("#sheets figure:last-child canvas", 0.31, 0.62)
browser.key("ArrowRight")
browser.wait(f"document.querySelector('#unit').textContent.startsWith('unit {unit + 1} ')")

# Its tuning is that of the measured map, and its activity is followed from now on.
browser.click("#tuning-now")
browser.wait("document.querySelector('#tuning-said').textContent.startsWith('Tuning at iteration')")
need(browser.value("document.querySelector('#tuning').width > 100"), "no curve of tuning")
tuned = browser.value(f"fetch('tuning?sheet=v1&unit={unit + 1}').then((r) => r.json())")
said = float(text("#tuning-said").split("prefers ")[1].split("°")[0])
need(len(tuned["responses"]) == 12 and abs(said - tuned["preference"]) < 0.5, f"tuning: {tuned}")
with open(folder + "/tuned.json", "w") as file:
    json.dump({"unit": unit + 1, **tuned}, file)
grid = browser.value(f"fetch('retinotopy?sheet=v1&unit={unit + 1}').then((r) => r.json())")
need(len(grid["x"]) == side * side and "on_to_v1, off_to_v1" in text("#grid-how"), f"grid: {grid}")
need(grid["unit"]["x"] == grid["x"][unit + 1], "the unit is elsewhere in the grid")
need(browser.value("""(() => { const c = document.querySelector('#grid');
    return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some((byte) => byte > 0); })()"""), "the grid is empty")
field = browser.value(f"fetch('field?sheet=v1&unit={unit + 1}').then((r) => r.json())")
print(json.dumps({"unit": unit + 1, "iteration": iteration(), "fields": field["fields"]}))
browser.click("#save")
browser.wait("document.querySelector('#log').textContent.includes(': save')")
now = iteration()
browser.click("#step")
browser.wait(f"document.querySelector('#state').textContent.startsWith('iteration {now + 1} ')")

# A setting, found by its path; its help and range are shown.
browser.fill("#change-path", "projections.on_to_v1.learning_rate")
need("0 to" in text("#change-help"), "no range")
browser.fill("#change-value", "0.21")
browser.value("document.querySelector('#change-form').requestSubmit()")
browser.wait("document.querySelector('#log').textContent.includes('set=projections.on_to_v1.learning_rate=0.21')")
need(browser.value("document.querySelector('#message').hidden"), "complaint: " + text("#message"))
browser.fill("#change-value", "-3")
browser.value("document.querySelector('#change-form').requestSubmit()")
browser.wait("document.querySelector('#message').textContent.includes('out of range')")
need(text("#message").startswith("change: projections.on_to_v1.learning_rate: -3 is out of range"), "the refusal: " + text("#message"))

# A fork with another rate: it has a page of its own, where it waits.
browser.fill("#change-value", "0.05")
browser.click("#fork")
browser.wait("document.querySelector('#forks a')")
forked = browser.value("document.querySelector('#forks a').href")
with urllib.request.urlopen(forked + "frame") as answer:
    waits = json.loads(answer.readline())
need(waits["state"] == "paused" and waits["iteration"] == iteration(), f"the fork: {waits}")
urllib.request.urlopen(forked + "quit", data=b"{}").close()
browser.wait("document.querySelector('#forks').textContent.includes('played-fork-1 has ended')")
now = iteration()
browser.click("#step")
browser.wait(f"document.querySelector('#state').textContent.startsWith('iteration {now + 1} ')")

# A lesion, drawn and then restored.
browser.value("document.querySelector('input[value=lesion]').click()")
browser.drag("#sheets figure:last-child canvas", (0.6, 0.4), (0.75, 0.4))
browser.wait("document.querySelector('#lesions button')")
now = iteration()
browser.click("#step")
browser.wait(f"document.querySelector('#state').textContent.startsWith('iteration {now + 1} ')")

# A grating: all sheets settle, and then the run is seen again.
before = browser.value(GREYS)
browser.click("#pattern-show")
browser.wait(f"{GREYS} !== {before}")
browser.click("#shown-end")
browser.wait(f"{GREYS} === {before}")

# Responses to a pattern that is shown in a pause stay until the run goes on; in a run that goes on, until they are left.
browser.click("#pattern-show")
browser.wait(f"{GREYS} !== {before}")
now = iteration()
browser.click("#step")
browser.wait(f"document.querySelector('#state').textContent.startsWith('iteration {now + 1} ')")
browser.wait("document.querySelector('#shown').hidden")
browser.click("#pause")
browser.wait("document.querySelector('#state').textContent.includes('running')")
browser.click("#pattern-show")
browser.wait("document.querySelector('#shown').textContent.includes('test pattern')")
now = iteration()
browser.wait(f"parseInt(document.querySelector('#state').textContent.split(' ')[1]) > {now + 3}")
need(not browser.value("document.querySelector('#shown').hidden"), "the responses went before anybody could see them")
browser.click("#shown-end")
browser.wait("document.querySelector('#shown').hidden")
browser.click("#pause")
browser.wait("document.querySelector('#state').textContent.includes('paused')")

for width in (390, 1280, 1920):
    no_sideways_scrolling(width)
    browser.picture(f"{folder}/light-{width}.png")
    browser.dark(True)
    browser.picture(f"{folder}/dark-{width}.png")
    browser.dark(False)

browser.click("#lesions button")
browser.wait("!document.querySelector('#lesions button')")
complaints = [text for text in browser.complaints if "status of 503" not in text]  # which is asked again while it is measured
need(all("status of 400" in text for text in complaints), f"console: {complaints}, all: {browser.complaints}")
need(len(complaints) == browser.tells_refusals, f"one refusal was wanted, the console has {browser.complaints}")
browser.click("#quit")
browser.wait("document.querySelector('#state').textContent === 'saved and ended; go on with: pinwheel resume played'")
browser.value("new Promise((resolve) => setTimeout(resolve, 2500))")  # beyond the next look at the folder
need(browser.value("document.querySelector('#message').hidden"), "after the end: " + text("#message"))
need(text("#state").startswith("saved and ended"), "after the end: " + text("#state"))
browser.close()
