#!/usr/bin/env python3
"""What a page costs a run: the processor time of a presentation with ten frames a second, over that without.

    watch_cost.py LINK PROCESS      seconds with and without frames take turns in one run; prints the ratio
"""
import http.client
import json
import sys
import time
from urllib.parse import urlparse

link, process = urlparse(sys.argv[1]), sys.argv[2]
client = http.client.HTTPConnection(link.hostname, link.port)
TURNS, FRAMES, FRAME_TIME = 16, 10, 0.1


def iteration():
    client.request("GET", link.path + "frame")
    return json.loads(client.getresponse().read().split(b"\n", 1)[0])["iteration"]


def ticks():
    with open(f"/proc/{process}/stat") as file:
        return sum(int(part) for part in file.read().rsplit(") ", 1)[1].split()[11:13])


def cost(watched):
    first, before = iteration(), ticks()
    for _ in range(FRAMES):
        time.sleep(FRAME_TIME)
        if watched:
            iteration()
    return (ticks() - before) / (iteration() - first)


costs = [cost(watched=turn % 2 == 1) for turn in range(TURNS)]
print(f"{sum(costs[1::2]) / sum(costs[0::2]):.4f}")
