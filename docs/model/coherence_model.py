#!/usr/bin/env python3
"""Random-walk model of the coherence protocol (docs/coherence.md): two instances, one cached value, one source.

  python3 coherence_model.py keys|tags|strong [--break GUARD] [--walks N] [--depth N] [--seed N]

L1 is judged when it is read, for keys as for tags: a copy holds the tick of its key's stripe that was noted before it was
read, and the fences that it was read under, which a resync kills. A load may be shared by readers who join it.

A walk interleaves the smallest steps of writers, loaders and readers at random, with a lost message, an evicted Redis key,
FLUSHALL and a restarted instance. After every read it asks: does the value miss a write whose invalidation had returned here, or
whose message was applied here, before the read began? Exit 1 and the walk's steps if so.
Every guard can be switched off, and then a violation must turn up; GUARDS names them. Change the protocol here first."""
import argparse, random, sys

GUARDS = {
    'keys': {'compare-lease': 'a fill stores only while its lease stands',
             'lease-before-read': 'the lease is acknowledged before the source is read',
             'stripe': 'a copy is not served once an eviction of the key was applied after the tick it noted',
             'tick-before-read': 'the tick is noted before L2 or the source is read',
             'resync': 'a hole in the messages kills every copy',
             'epoch': 'a copy holds the fences that it was read under, so that a resync kills what was under way',
             'again-with-number': 'an eviction is applied here again after Redis answered, for what was read in between',
             'join': 'nobody joins a load that was overtaken by an eviction',
             'put-lease': 'a put stores only while its lease stands',
             'put-lease-before-commit': 'a put takes its lease before the commit',
             'l2-before-message': 'Redis is changed before the others are told'},
    'tags': {'missing-is-dead': 'an entry whose tag fence is missing in Redis is dead',
             'create-at-current': 'a missing fence is created with the current sequence, not with the entry\'s stamp',
             'placeholder': 'a fence fetch keeps the larger of the reply and of messages that came meanwhile',
             'stamp-before-read': 'the stamp is noted before the source is read',
             'resync': 'a hole in the messages kills every copy and every fence',
             'settle-at-known': 'a fence that is settled without Redis takes the highest number known',
             'shared-outcome': 'who joined a load takes its value only if the fence, once known, lets it pass'},
    'strong': {'hold-evicts': 'taking the hold evicts what is stored',
               'hold-before-commit': 'the hold is taken before the commit',
               'no-lease-under-hold': 'a load that begins under a hold stores nothing',
               'evict-after-commit': 'the eviction is repeated after the commit, in case the hold expired too early',
               'compare-lease': 'a fill stores only while its lease stands'},
}


class Violation(Exception):
    pass


class Instance:
    def __init__(self, sequence):
        self.known = self.applied = sequence   # highest number seen; number of the last message applied
        self.l1 = self.load = self.read = self.write = self.fetch = None
        self.joined = []                       # what those who joined the load under way must not miss
        self.inbox = []
        self.tick = self.stripe = 0            # keys: ticks here; the tick of the key's latest eviction
        self.stripe_number = 0                 # keys: the number of the key's latest eviction
        self.epoch = 0                         # stands for the fences of namespace and cache: a resync kills them
        self.fence = None                      # tags: None unknown, else [settled, number, raised by a message]


class World:
    def __init__(self, rng, broken, trace):
        self.rng, self.broken, self.trace = rng, broken, trace
        self.db, self.sequence, self.token = 0, 1, 0
        self.entry = self.lease = None
        self.fence = 1                         # tags: the fence in Redis
        self.returned = []                     # (number, version, instance) of invalidations that returned
        self.left = dict(write=3, lose=1, evict=1, flush=1, restart=1, another=2)
        self.instances = [Instance(1), Instance(1)]

    def guard(self, name):
        return name != self.broken

    def required(self, i):
        return max([0] + [v for (n, v, w) in self.returned if n <= i.applied or w is i])

    def serve(self, version, required, what):
        if version < required:
            raise Violation(f'{what}: version {version} served, {required} required')

    def publish(self, i, concerns=True):
        previous, self.sequence = self.sequence, self.sequence + 1
        for j in self.instances:
            j.inbox.append((previous, self.sequence, concerns))
        i.known = max(i.known, self.sequence)
        return self.sequence

    def invalidate_another(self, i):
        self.left['another'] -= 1; self.publish(i, concerns=False)

    def moves(self):
        for k, i in enumerate(self.instances):
            if i.write is None and self.left['write']:
                yield k, 'evict'
                if self.has_put:
                    yield k, 'put'
            if i.write: yield k, 'write_step'
            if self.left['another']: yield k, 'invalidate_another'
            if i.inbox:
                yield k, 'deliver'
                if self.left['lose']: yield k, 'lose'
            yield k, 'load_start' if i.load is None else 'load_step'
            if i.load and len(i.joined) < 2 and self.may_join(i): yield k, 'join'
            if i.read is None and self.entry is not None: yield k, 'l2_get'
            if i.read: yield k, 'l2_step'
            if i.l1: yield k, 'l1_hit'
            if self.left['restart']: yield k, 'restart'
            yield from self.own_moves(k, i)
        if self.left['evict']: yield None, 'evict_in_redis'
        if self.left['flush']: yield None, 'flushall'

    def own_moves(self, k, i):
        return ()

    def may_join(self, i):
        return False

    def join(self, i):
        i.joined.append((self.required(i), i.known))

    def walk(self, depth):
        for _ in range(depth):
            k, move = self.rng.choice(list(self.moves()))
            self.trace.append(move if k is None else f'{k}.{move}')
            getattr(self, move)(*(() if k is None else (self.instances[k],)))

    def lose(self, i):
        i.inbox.pop(0); self.left['lose'] -= 1

    def restart(self, i):
        self.instances[self.instances.index(i)] = Instance(self.sequence); self.left['restart'] -= 1

    def flushall(self):
        self.entry = self.lease = self.fence = None
        self.sequence += 10; self.left['flush'] -= 1   # the clock in the sequence goes on


class Keys(World):
    """Entry and lease in one slot, sequence and messages in another: no script spans both."""
    has_put = True

    def raise_stripe(self, i, number=None):
        if number is None or number > i.stripe_number:
            i.tick += 1; i.stripe = i.tick
            i.stripe_number = max(i.stripe_number, number or 0)

    def evict(self, i):
        self.left['write'] -= 1; self.db += 1
        i.write = ['evict', 0, self.db, None, None]
        self.raise_stripe(i)                             # here at once

    def put(self, i):
        self.left['write'] -= 1
        i.write = ['put', 0, None, None, None]
        if not self.guard('put-lease-before-commit'):
            self.db += 1; i.write[2] = self.db

    def write_step(self, i):
        kind, step, version, token, number = i.write
        i.write[1] += 1
        l2_first = self.guard('l2-before-message')
        if kind == 'evict':
            if (step == 0) == l2_first: self.entry = self.lease = None
            else: i.write[4] = self.publish(i)
            if step == 1: self.finish(i)
        elif step == 0:
            self.token += 1; i.write[3] = self.token
            if self.guard('put-lease'): self.lease = self.token
        elif step == 1:
            if version is None: self.db += 1; i.write[2] = self.db   # commit
        elif step == 2:
            self.entry = version if self.lease == token or not self.guard('put-lease') else None
            self.lease = None
        else:
            i.write[4] = self.publish(i); self.finish(i)

    def finish(self, i):
        number, version = i.write[4], i.write[2]
        if self.guard('again-with-number'): self.raise_stripe(i, number)
        i.write = None
        self.returned.append((number, version, i))

    def deliver(self, i):
        previous, number, concerns = i.inbox.pop(0)
        if concerns: self.raise_stripe(i, number)
        if previous != i.applied and self.guard('resync'): i.epoch += 1
        i.applied = number; i.known = max(i.known, number)

    def load_start(self, i):
        self.token += 1
        i.load = [i.tick, i.epoch, None, 0, self.token]
        if self.guard('lease-before-read'): self.lease = self.token

    def load_step(self, i):
        guard, epoch, version, step, token = i.load
        i.load[3] += 1
        if step == 0: i.load[2] = self.db
        elif step == 1:
            if not self.guard('lease-before-read'): self.lease = token
            if not self.guard('tick-before-read'): i.load[0] = i.tick
        elif step == 2:
            if self.lease == token or not self.guard('compare-lease'):
                self.entry, self.lease = version, None
        else:
            self.end_load(i, version, guard, epoch)

    def end_load(self, i, version, guard, epoch):
        joined, i.joined, i.load = i.joined, [], None
        self.fill_l1(i, version, guard, epoch)
        for required, _ in joined:                       # a joiner whose outcome is refused reads anew
            if i.stripe <= guard and i.epoch == epoch or not self.guard('join'):
                self.serve(version, required, 'shared load')

    def may_join(self, i):
        return i.load[0] >= i.stripe and i.load[1] == i.epoch or not self.guard('join')

    def fill_l1(self, i, version, guard, epoch):         # stored in any case; judged at each hit
        i.l1 = (version, guard, epoch if self.guard('epoch') else i.epoch)

    def l2_get(self, i):
        self.serve(self.entry, self.required(i), 'L2 read')
        i.read = (self.entry, i.tick, i.epoch)

    def l2_step(self, i):
        version, guard, epoch = i.read
        i.read = None; self.fill_l1(i, version, guard, epoch)

    def l1_hit(self, i):
        version, guard, epoch = i.l1
        if (i.stripe <= guard or not self.guard('stripe')) and i.epoch == epoch:
            self.serve(version, self.required(i), 'L1 hit')

    def evict_in_redis(self):
        self.lease = None; self.left['evict'] -= 1


class Tags(World):
    """The value is invalidated only by its tag: fence, number and message in one script; entries are (version, stamp). The tag may
    be known only after the load: then its fence is not in this instance's table while the load runs, and no message raises it."""
    has_put = False

    def evict(self, i):
        self.left['write'] -= 1; self.db += 1
        i.write = self.db
        self.kill_fence(i)                               # here at once

    def write_step(self, i):
        number = self.publish(i)
        if self.fence is not None: self.fence = number   # a fence that does not exist needs no number
        self.raise_fence(i, number)
        self.returned.append((number, i.write, i)); i.write = None

    def raise_fence(self, i, number):
        if i.fence:
            i.fence[1] = max(i.fence[1], number); i.fence[2] = max(i.fence[2], number)

    def kill_fence(self, i):                             # what holds the fence is dead for good
        if i.fence: i.fence[:] = True, float('inf'), float('inf')
        i.fence = i.fetch = None

    def deliver(self, i):
        previous, number, concerns = i.inbox.pop(0)
        if concerns: self.raise_fence(i, number)
        if previous != i.applied and self.guard('resync'): self.kill_fence(i); i.epoch += 1
        i.applied = number; i.known = max(i.known, number)

    def own_moves(self, k, i):
        if i.fence is None or (not i.fence[0] and i.fetch is None): yield k, 'fence_ask'
        if i.fetch: yield k, 'fence_reply'
        if i.fence and not i.fence[0]: yield k, 'settle_here'

    def fence_ask(self, i):
        if i.fence is None: i.fence = [False, 0, 0]      # the placeholder first, then the question
        i.fetch = (self.fence, self.sequence, i.fence)

    def fence_reply(self, i):
        fence, sequence, asked = i.fetch
        if fence is None: fence = sequence if self.guard('missing-is-dead') else 0
        asked[0], asked[1] = True, max(fence, asked[1]) if self.guard('placeholder') else fence
        i.fetch = None; i.known = max(i.known, sequence)

    def settle_here(self, i):                            # Redis is away, or the cache does not use it
        i.fence[0], i.fence[1] = True, max(i.known if self.guard('settle-at-known') else 0, i.fence[1])
        i.fetch = None

    def alive(self, fence, stamp):
        return fence is not None and fence[0] and fence[1] <= stamp

    def load_start(self, i):
        i.load = [i.known, None, 0, i.epoch]

    def load_step(self, i):
        stamp, version, step, epoch = i.load
        i.load[2] += 1
        if step == 0: i.load[1] = self.db
        elif step == 1:
            if not self.guard('stamp-before-read'): i.load[0] = stamp = i.known
            if self.fence is None: self.fence = self.sequence if self.guard('create-at-current') else stamp
            if self.entry is None or self.entry[1] <= stamp: self.entry = (version, stamp)
        else:
            if i.fence is None: i.fence = [False, 0, 0]
            i.l1 = (version, stamp, i.fence, epoch)      # judged at each hit
            joined, i.joined, i.load = i.joined, [], None
            for required, known in joined:
                unknown = not i.fence[0] and i.fence[2] <= stamp and known <= stamp
                if (self.alive(i.fence, stamp) or unknown) and i.epoch == epoch or not self.guard('shared-outcome'):
                    self.serve(version, required, 'shared load')

    def may_join(self, i):
        return True                                      # the tag is not known yet: only the outcome is judged

    def l2_get(self, i):
        i.read = (*self.entry, self.required(i), i.epoch)

    def l2_step(self, i):
        version, stamp, required, epoch = i.read
        if i.fence is None or not i.fence[0]: return     # wait for the fetch
        i.read = None
        if self.alive(i.fence, stamp):
            self.serve(version, required, 'L2 read'); i.l1 = (version, stamp, i.fence, epoch)

    def l1_hit(self, i):
        version, stamp, fence, epoch = i.l1
        if self.alive(fence, stamp) and i.epoch == epoch: self.serve(version, self.required(i), 'L1 hit')

    def evict_in_redis(self):
        self.fence = None; self.left['evict'] -= 1


class Strong(World):
    """Class strong: no L1; entry, lease and holds in one slot. A write holds, commits, evicts, lets go. It may die at any step, and then
    its hold expires later; or its hold may expire too early. A read must see every commit that its hold covered, whether or not the
    write returned, and every write that returned."""
    has_put = False

    def __init__(self, *args):
        super().__init__(*args)
        self.holds, self.orphans, self.needed = set(), set(), 0
        self.left.update(lose=0, restart=0, another=0, die=1, early=1)

    def own_moves(self, k, i):
        if i.write and self.left['die']: yield k, 'die'
        if i.write and i.write[1] in self.holds and self.left['early']: yield k, 'hold_expires_early'
        if self.orphans: yield k, 'hold_expires'

    def evict(self, i):
        self.left['write'] -= 1; self.token += 1
        i.write = [0, self.token, None]
        if not self.guard('hold-before-commit'): self.commit(i)

    def commit(self, i):
        self.db += 1; i.write[2] = self.db
        if i.write[1] in self.holds or not self.guard('hold-before-commit'): self.needed = self.db

    def write_step(self, i):
        step, token, version = i.write
        i.write[0] += 1
        if step == 0:
            self.holds.add(token)
            if self.guard('hold-evicts'): self.entry = self.lease = None
        elif step == 1:
            if version is None: self.commit(i)
        elif step == 2:
            if self.guard('evict-after-commit'): self.entry = self.lease = None
        else:
            self.holds.discard(token); i.write = None
            self.needed = max(self.needed, version)

    def die(self, i):
        if i.write[1] in self.holds: self.orphans.add(i.write[1])
        i.write = None; self.left['die'] -= 1

    def hold_expires(self, i):
        self.holds -= self.orphans; self.orphans = set()

    def hold_expires_early(self, i):
        self.holds.discard(i.write[1]); self.left['early'] -= 1

    def l2_get(self, i):
        self.serve(self.entry, self.needed, 'strong read')

    def load_start(self, i):
        self.token += 1
        stores = not self.holds or not self.guard('no-lease-under-hold')
        if stores: self.lease = self.token               # holds checked and lease taken in one script
        i.load = [None, 0, self.token if stores else None]

    def load_step(self, i):
        version, step, token = i.load
        i.load[1] += 1
        if step == 0: i.load[0] = self.db
        else:
            if token is not None and (self.lease == token or not self.guard('compare-lease')):
                self.entry, self.lease = version, None
            i.load = None

    def evict_in_redis(self):
        self.lease = None; self.left['evict'] -= 1


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('part', choices=GUARDS)
    p.add_argument('--break', dest='broken', metavar='GUARD')
    p.add_argument('--walks', type=int, default=50_000)
    p.add_argument('--depth', type=int, default=60)
    p.add_argument('--seed', type=int, default=1)
    a = p.parse_args()
    if a.broken and a.broken not in GUARDS[a.part]:
        p.error('guards of %s: %s' % (a.part, ', '.join(GUARDS[a.part])))
    rng = random.Random(a.seed)
    for n in range(a.walks):
        trace = []
        try:
            {'keys': Keys, 'tags': Tags, 'strong': Strong}[a.part](rng, a.broken, trace).walk(a.depth)
        except Violation as e:
            print(f'violation in walk {n} (seed {a.seed}): {e}\n' + ' '.join(trace))
            sys.exit(1)
    print(f'{a.part}: no violation in {a.walks} walks of {a.depth} steps (seed {a.seed}, broken: {a.broken})')


main()
