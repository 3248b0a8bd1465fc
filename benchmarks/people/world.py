"""A world of invented families: who they truly are, before anybody writes them down."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from benchmarks.people.names import GENERATIONS, MINORITIES, Lexicon, Pool
from benchmarks.people.places import CMND_PREFIXES, Country, region_of
from benchmarks.people.spelling import bare

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
TODAY: Final = int(np.datetime64("2022-01-01").astype("datetime64[D]").astype(np.int64))
_YEAR: Final = 365.25
_SIZES: Final = (0.09, 0.15, 0.2, 0.27, 0.15, 0.09, 0.05)
_MOBILE_SHARES: Final = {
    32: 4, 33: 4, 34: 5, 35: 5, 36: 4, 37: 4, 38: 5, 39: 5, 86: 4, 96: 6, 97: 8, 98: 8,
    70: 2, 76: 3, 77: 2, 78: 3, 79: 2, 89: 2, 90: 7, 93: 4,
    81: 2, 82: 2, 83: 2, 84: 2, 85: 2, 88: 3, 91: 6, 94: 6,
    52: 1, 56: 1, 58: 1, 92: 2, 59: 1, 99: 1,
}  # fmt: skip


@dataclass
class World:
    """Columns of equal length, one entry for each person; -1 stands for nobody, 0 for nothing."""

    home: Ints
    place: Ints
    size: Ints
    female: Flags
    born: Ints
    surname: Ints
    middle: Ints
    given: Ints
    commune: Ints
    new_commune: Ints
    relative: Ints
    mother: Ints
    twin: Flags
    phone: Ints
    old_phone: Ints
    cccd: Ints
    cmnd: Ints

    def __len__(self) -> int:
        return len(self.home)

    @property
    def year(self) -> Ints:
        return years(self.born)


def years(days: Ints) -> Ints:
    return np.asarray(days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970)


def january_first(year: Ints) -> Ints:
    starts = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return np.asarray(starts.astype(np.int64))


def draw(random: np.random.Generator, pool: Pool, count: int) -> Ints:
    places = np.searchsorted(pool.heights, random.random(count))
    return np.array(pool.words, dtype=np.int64)[np.minimum(places, len(pool.words) - 1)]


def new_phones(random: np.random.Generator, count: int) -> Ints:
    shares = np.array(list(_MOBILE_SHARES.values())) / sum(_MOBILE_SHARES.values())
    prefixes = random.choice(np.array(list(_MOBILE_SHARES)), count, p=shares)
    return np.asarray(prefixes * 10_000_000 + random.integers(0, 10_000_000, count))


def build(random: np.random.Generator, country: Country, words: Lexicon, people: int) -> World:
    """Bring up families until there are so many people."""
    sizes = 1 + random.choice(7, people // 3 + 10, p=np.array(_SIZES) / sum(_SIZES))
    homes = int(np.searchsorted(np.cumsum(sizes), people)) + 1
    sizes = sizes[:homes]
    home = np.repeat(np.arange(homes), sizes)
    start = np.cumsum(sizes) - sizes
    place = np.arange(len(home)) - start[home]
    home, place = home[:people], place[:people]
    size = np.bincount(home, minlength=homes)[home]
    start = start[home]

    couple = (random.random(homes) < 0.82)[home] & (size > 1)
    elders = np.where(random.random(homes) < 0.4, random.integers(1, 3, homes), 0)[home]
    elders = np.where(size >= 4, elders, 0)
    elder = place >= size - elders
    head, spouse = place == 0, (place == 1) & couple
    child = ~head & ~spouse & ~elder

    head_female = (random.random(homes) < 0.24)[home]
    female = random.random(people) < 0.487
    female = np.where(head, head_female, np.where(spouse, ~head_female, female))
    first_elder = elder & (place == size - 1)
    female = np.where(elder, first_elder, female)

    gap_twin = child & (random.random(people) < 0.016)
    gap_twin &= np.roll(child, 1)
    born = _births(random, home, place, size, start, child, spouse, elder, gap_twin)
    born = _heaps(random, born)
    born = np.where(gap_twin, np.roll(born, 1), born)
    female = np.where(gap_twin & (random.random(people) < 0.7), np.roll(female, 1), female)

    weights = country.weights(random)
    commune_of_home = random.choice(len(weights), homes, p=weights)
    commune = commune_of_home[home]
    successors = np.array(
        [
            country.successors[c][int(u * len(country.successors[c]))]
            for c, u in zip(commune_of_home.tolist(), random.random(homes).tolist(), strict=True)
        ]
    )
    mother = np.where(head_female, start, np.where(couple, start + 1, -1))
    mother = np.where(child, mother, -1)
    surname, middle, given = _names(
        random, country, words, home, commune_of_home, start, born, female,
        head, spouse, child, elder, couple, gap_twin,
    )  # fmt: skip
    other = np.where(place > 1, (random.random(people) * 2).astype(np.int64), 0)
    relative = np.where(head, np.where(size > 1, start + 1, -1), start + other)
    relative = np.where(relative >= people, -1, relative)
    phone, old_phone = _phones(random, home, commune, start, born, place)
    cccd, cmnd = _numbers(random, country, commune, home, born, female, homes)
    twin = gap_twin | np.roll(gap_twin, -1)
    return World(
        home, place, size, np.asarray(female, dtype=np.bool_), born, surname, middle, given,
        commune, successors[home], relative, mother, twin, phone, old_phone, cccd, cmnd,
    )  # fmt: skip


def _births(
    random: np.random.Generator,
    home: Ints,
    place: Ints,
    size: Ints,
    start: Ints,
    child: Flags,
    spouse: Flags,
    elder: Flags,
    twin: Flags,
) -> Ints:
    count = len(home)
    small = size <= 2
    head_age = np.where(
        small & (random.random(count) < 0.6),
        random.uniform(48, 92, count),
        np.where(small, random.uniform(19, 40, count), random.normal(41, 9, count)),
    )
    head_born = TODAY - (np.clip(head_age, 20, 96) * _YEAR).astype(np.int64)
    head_born = head_born[start]
    first = place == np.where(np.roll(spouse, 1) & (np.roll(place, 1) == 1), 2, 1)
    after = np.where(first, random.normal(26, 4.2, count).clip(18, 44), 0.0)
    gap = 0.85 + random.exponential(2.6, count)
    steps = np.where(child, np.where(first, after, gap), 0.0)
    steps = np.where(twin, 0.0, steps)
    # A home without a couple has its first child at place 1.
    steps = np.where(child & (place == 1), after, steps)
    total = np.cumsum(steps)
    since = total - total[start] + steps[start]
    child_born = head_born + (since * _YEAR).astype(np.int64)
    last = np.zeros(home.max() + 1, dtype=np.int64)
    np.maximum.at(last, home[child], child_born[child])
    over = np.maximum(last - TODAY + 1, 0)
    back = np.where(over > 0, over + random.integers(0, 2200, len(over)), 0)[home]
    head_born, child_born = head_born - back, child_born - back
    born = np.where(child, child_born, head_born)
    born = np.where(spouse, head_born + random.normal(900, 1300, count).astype(np.int64), born)
    older = (random.normal(25.5, 4, count).clip(17, 42) * _YEAR).astype(np.int64)
    born = np.where(elder, head_born - older, born)
    born = np.where(child & twin, np.roll(born, 1), born)
    return np.clip(born, TODAY - int(104 * _YEAR), TODAY - 1)


def _heaps(random: np.random.Generator, born: Ints) -> Ints:
    """Let some births fall on days that clerks like: 1 January, and the round days of a month."""
    year = years(born)
    chance = random.random(len(born))
    old = year < 1970
    born = np.where(chance < np.where(old, 0.08, 0.013), january_first(year), born)
    months = born.astype("datetime64[D]").astype("datetime64[M]")
    day = np.array([1, 10, 15, 20, 2, 5])[random.integers(0, 6, len(born))]
    round_days = months.astype("datetime64[D]").astype(np.int64) + day - 1
    return np.asarray(np.minimum(np.where(chance > 0.95, round_days, born), TODAY - 1))


def _names(
    random: np.random.Generator,
    country: Country,
    words: Lexicon,
    home: Ints,
    commune: Ints,
    start: Ints,
    born: Ints,
    female: Flags,
    head: Flags,
    spouse: Flags,
    child: Flags,
    elder: Flags,
    couple: Flags,
    twin: Flags,
) -> tuple[Ints, Ints, Ints]:
    count = len(home)
    codes = np.array([int(code) for code in country.province_codes])[commune]
    region = np.array([region_of(code) for code in country.province_codes])[commune]
    folk = np.full(len(commune), -1)
    chance = random.random(len(commune))
    for number, people in enumerate(MINORITIES):
        for code, share in people.provinces.items():
            there = (codes == int(code)) & (folk < 0)
            folk[there & (chance < share)] = number
            chance[there] -= share
    folk_of = folk[home]

    own = np.zeros(count, dtype=np.int64)
    for number, pool in enumerate(words.by_region):
        here = (region[home] == number) & (folk_of < 0)
        own[here] = draw(random, pool, int(here.sum()))
    for number, pool in enumerate(words.minority_surnames):
        here = folk_of == number
        own[here] = draw(random, pool, int(here.sum()))
    head_female = female[start]
    partner = np.minimum(start + 1, count - 1)
    father = np.where(head_female & couple, own[partner], own[start])
    follows = random.random(count)
    surname = np.where(child & (follows < 0.96), father, own)
    surname = np.where(elder & ~female & (follows < 0.75), father, surname)
    surname = np.where(twin, np.roll(surname, 1), surname)
    surname = np.where(surname == words.male_y, np.where(female, words.female_h, surname), surname)
    surname = np.where(surname == words.female_h, np.where(female, surname, words.male_y), surname)

    era = np.searchsorted(np.array(GENERATIONS), years(born), side="right")
    middle, given = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    for sex in (0, 1):
        for number in range(4):
            here = (female == bool(sex)) & (era == number) & (folk_of < 0)
            middle[here] = draw(random, words.middle[sex][number], int(here.sum()))
            given[here] = draw(random, words.given[sex][number], int(here.sum()))
        for number in range(len(MINORITIES)):
            here = (female == bool(sex)) & (folk_of == number)
            middle[here] = draw(random, words.minority_middles[number][sex], int(here.sum()))
            given[here] = draw(random, words.minority_given[number][sex], int(here.sum()))

    younger = child & np.roll(child, 1) & (female == np.roll(female, 1)) & (folk_of < 0)
    younger &= np.roll(home, 1) == home
    same_middle = younger & (random.random(count) < np.where(twin, 0.75, 0.35))
    for at in np.flatnonzero(same_middle):
        middle[at] = middle[at - 1]
    near = _near_names(words, [set(p.words) for p in words.given[0]] + [
        set(p.words) for p in words.given[1]])  # fmt: skip
    similar = younger & (random.random(count) < np.where(twin, 0.6, 0.12))
    picks = random.random(count)
    for at in np.flatnonzero(similar):
        choices = near[int(bool(female[at]))].get(int(given[at - 1]))
        if choices:
            given[at] = choices[int(picks[at] * len(choices))]
    # No two children of a home bear one full name.
    alike = younger & (given == np.roll(given, 1)) & (middle == np.roll(middle, 1))
    for at in np.flatnonzero(alike):
        pool = words.given[int(bool(female[at]))][int(era[at])]
        given[at] = pool.words[(pool.words.index(int(given[at])) + 1) % len(pool.words)] if (
            int(given[at]) in pool.words) else pool.words[0]  # fmt: skip
    return surname, middle, given


def _near_names(words: Lexicon, pools: list[set[int]]) -> tuple[dict[int, list[int]], ...]:
    """For men and women, the given names that differ by a mark or a letter."""
    sexes = []
    for sex in (0, 1):
        numbers = sorted(set().union(*pools[4 * sex : 4 * sex + 4]))
        plain = {number: bare(words.givens[number]) for number in numbers}
        sexes.append(
            {
                a: [b for b in numbers if b != a and Levenshtein.distance(plain[a], plain[b]) <= 1]
                for a in numbers
            }
        )
    return tuple(sexes)


def _phones(
    random: np.random.Generator, home: Ints, commune: Ints, start: Ints, born: Ints, place: Ints
) -> tuple[Ints, Ints]:
    """Adults have telephones; the others, and many adults, give that of the home."""
    count = len(home)
    own = new_phones(random, count)
    age = (TODAY - born) / _YEAR
    has_own = (age >= 16) & (random.random(count) < np.where(age > 65, 0.45, 0.85))
    holder = start + (random.random(count)[start] < 0.4) * (place.max() > 0)
    holder = np.minimum(np.where(home[np.minimum(holder, count - 1)] == home, holder, start),
                        count - 1)  # fmt: skip
    phone = np.where(has_own & (random.random(count) < 0.82), own, own[holder])
    # A hamlet's head or a company gives one number for many.
    order = np.lexsort((random.random(count), commune))
    grouped = order[random.random(count) < 0.007]
    cuts = random.random(len(grouped)) < 1 / 22
    groups = np.cumsum(cuts)
    shared = new_phones(random, int(groups.max(initial=0)) + 1)
    phone[grouped] = shared[groups]
    hotlines = new_phones(random, 3)
    calls = random.random(count) < 0.004
    phone[calls] = hotlines[random.choice(3, int(calls.sum()), p=[0.7, 0.2, 0.1])]
    old_phone = np.where(random.random(count) < 0.06, new_phones(random, count), phone)
    return phone, old_phone


def _numbers(
    random: np.random.Generator,
    country: Country,
    commune: Ints,
    home: Ints,
    born: Ints,
    female: Flags,
    homes: int,
) -> tuple[Ints, Ints]:
    count = len(home)
    provinces = np.array([int(code) for code in country.province_codes])
    came_from = provinces[random.integers(0, len(provinces), homes)]
    moved = random.random(homes) < 0.18
    birth = np.where(moved, came_from, provinces[commune[np.searchsorted(home, np.arange(homes))]])
    birth_place = np.where(random.random(count) < 0.9, birth[home],
                           provinces[random.integers(0, len(provinces), count)])  # fmt: skip
    year = years(born)
    head = birth_place * 1000 + ((year >= 2000) * 2 + female) * 100 + year % 100
    cccd = head * 1_000_000 + random.integers(0, 1_000_000, count)
    for _ in range(4):
        _, first = np.unique(cccd, return_index=True)
        again = np.ones(count, dtype=np.bool_)
        again[first] = False
        cccd[again] = head[again] * 1_000_000 + random.integers(0, 1_000_000, int(again.sum()))
    prefix = np.zeros(100, dtype=np.int64)
    for code, number in CMND_PREFIXES.items():
        prefix[int(code)] = number
    cmnd = prefix[birth_place] * 10_000_000 + random.integers(0, 10_000_000, count)
    return cccd, np.where(year <= 2006, cmnd, 0)


def copy_people(world: World, chosen: Ints, homes_from: int) -> World:
    """Take these people again, each alone in a new home, to be made into somebody else."""
    columns = {name: getattr(world, name)[chosen].copy() for name in World.__dataclass_fields__}
    count = len(chosen)
    columns["home"] = np.arange(homes_from, homes_from + count)
    columns["place"] = np.zeros(count, dtype=np.int64)
    columns["size"] = np.ones(count, dtype=np.int64)
    columns["relative"] = np.full(count, -1)
    columns["mother"] = np.full(count, -1)
    columns["twin"] = np.zeros(count, dtype=np.bool_)
    return World(**columns)


def join(first: World, second: World) -> World:
    return World(
        **{
            name: np.concatenate([getattr(first, name), getattr(second, name)])
            for name in World.__dataclass_fields__
        }
    )


def renumber(random: np.random.Generator, world: World) -> None:
    """Give everybody of this world their own numbers, that agree with their birth and sex."""
    count = len(world)
    year = world.year
    head = world.cccd // 1_000_000_000 * 1000 + ((year >= 2000) * 2 + world.female) * 100
    world.cccd = (head + year % 100) * 1_000_000 + random.integers(0, 1_000_000, count)
    fresh = world.cmnd // 10_000_000 * 10_000_000 + random.integers(0, 10_000_000, count)
    world.cmnd = np.where(world.cmnd > 0, fresh, 0)
    world.phone = new_phones(random, count)
    world.old_phone = world.phone.copy()
