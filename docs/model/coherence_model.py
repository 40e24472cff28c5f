#!/usr/bin/env python3
"""Random-walk model of the coherence protocol (docs/coherence.md): two instances, one cached value, one source.

  python3 coherence_model.py keys|versions|outbox|replica|tags|strong|strong-tags|cold|flight|refresh|expire [--break GUARD] [--walks N] [--depth N] [--seed N]

keys, tags, strong: the core. versions: puts of committed versions that come late and in any order. outbox: writers that die, and what
they committed is sent by others. replica: entries are read from a replica that is behind. The others add, one on top of the other, what a read that L1 did not answer does with a key and a tag
at once: flight (one load in the whole fleet), refresh (behind a served value, also "not modified"), expire (stale if the source
fails). cold is flight without invalidations, losses and failures: then there is exactly one load.

L1 is judged when it is read, for keys as for tags: a copy holds the tick of its key's stripe that was noted before it was
read, and the fences that it was read under, which a resync kills. A load may be shared by readers who join it.

A walk interleaves the smallest steps of writers, loaders and readers at random, with a lost message, an evicted Redis key,
FLUSHALL and a restarted instance. After every read it asks: does the value miss a write whose invalidation had returned here, or
whose message was applied here, before the read began? Exit 1 and the walk's steps if so.
Every guard can be switched off, and then a violation must turn up; GUARDS names them. Two are needed only where a lost message and
the resync after it fall into one load (fences-at-begin of refresh, judge-again-epoch of expire): random walks come there rarely, so
look for them with many walks. So it is with same-transaction of outbox: 500,000 walks. Change the protocol here first."""
import argparse, collections, random, sys

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
    'versions': {'compare-version': 'a put with a version below the highest one put stores nothing',
                 'remember-without-lease': 'a put remembers its version also where its lease is gone',
                 'remember-past-eviction': 'an eviction leaves the version that is remembered',
                 'compare-lease': 'a fill stores only while its lease stands: no load from before a put ends over it',
                 'lease-before-read': 'the lease is acknowledged before the source is read',
                 'announce-superseded': 'a put that stores nothing drops the copies of its instance all the same'},
    'outbox': {'row': 'what a transaction invalidates is written down',
               'same-transaction': 'the row becomes visible with the change, not before it',
               'row-before-commit': 'the row is written before the commit, not after it',
               'delete-after-ack': 'a row is deleted only after Redis has acknowledged',
               'relay-deletes-after-ack': 'the relay deletes a row only after Redis has acknowledged',
               'row-of-put': 'a put is written down as well',
               'relay-evicts': 'the relay changes Redis, and does not only tell the others',
               'relay-publishes': 'the relay tells the others'},
    'replica': {'compare-number': 'an entry of the replica that is older than the latest eviction of its key is read from the primary',
                'compare-resync': 'so is one that is older than the last resync',
                'compare-start': 'so is one that is older than the start of the instance',
                'number-before-tick': 'the number of an eviction is noted before its tick',
                'tick-before-replica': 'the tick is noted before the replica is asked',
                'again-with-number': 'an eviction is applied here again with its number, by which the replica is judged',
                'l2-before-message': 'the primary is changed before the eviction gets its number: else a stamp may be above it',
                'epoch': 'a copy holds the fences that it was read under, so that a resync kills what was under way'},
    'tags': {'missing-is-dead': 'an entry whose tag fence is missing in Redis is dead',
             'create-at-current': 'a missing fence is created with the current sequence, not with the entry\'s stamp',
             'placeholder': 'a fence fetch keeps the larger of the reply and of messages that came meanwhile',
             'stamp-before-read': 'the stamp is noted before the source is read',
             'resync': 'a hole in the messages kills every copy and every fence',
             'settle-at-known': 'a fence that is settled without Redis takes the highest number known',
             'shared-outcome': 'who joined a load takes its value only if the fence, once known, lets it pass'},
    'strong': {'hold-evicts': 'taking the hold evicts what is stored',
               'hold-before-commit': 'the hold is taken before the commit',
               'hold-before-eviction': 'the hold stands before its eviction, else a lease is taken in between',
               'no-lease-under-hold': 'a load that begins under a hold stores nothing',
               'evict-after-commit': 'the eviction is repeated after the commit, in case the hold was gone too early',
               'compare-lease': 'a fill stores only while its lease stands'},
    'strong-tags': {'hold-evicts': 'taking the hold raises the fence',
                    'hold-before-commit': 'the hold is taken before the commit',
                    'hold-before-raise': 'the hold stands before its fence is raised',
                    'holds-after-fences': 'a load asks for holds after it got its stamp',
                    'no-store-under-hold': 'a load that saw a hold stores nothing',
                    'missing-is-dead': 'an entry whose fence is missing in Redis is dead',
                    'evict-after-commit': 'the fence is raised again after the commit, in case the hold was gone too early'},
    'cold': {'read-again': 'who got the lease looks whether the entry is still what it read before',
             'one-lease': 'a load takes the lease only if nobody has it'},
    'flight': {'compare-lease': 'a fill stores only while its lease stands',
               'lease-before-read': 'the lease is acknowledged before the source is read',
               'stamp-before-read': 'the stamp is noted before the source is read',
               'stamp-after-lease': 'the stamp is not from before the lease: else others wait for a load that is dead already',
               'judge-after-wait': 'who waited judges what it finds as always',
               'note-after-wait': 'who waited judges by a tick that is not newer than its L2 read',
               'compare-and-delete': 'a lease is released only by its owner',
               'take-away': 'nobody waits for a load that is older than an invalidation known to it',
               'take-away-compares': 'only the lease that was looked at is taken away',
               'shared-outcome': 'who joined takes a value only if stripe and fence, once known, let it pass'},
    'refresh': {'tick-at-begin': 'the tick is noted when the refresh begins',
                'fences-at-begin': 'the fences are noted when the refresh begins: a resync meanwhile kills its outcome',
                'stamp-at-begin': 'the stamp is noted when the refresh begins',
                'compare-lease': 'a refresh stores only while its lease stands, however late it ends',
                'stamp-before-asking': 'the new stamp of an unmodified entry is noted before the source is asked',
                'compare-entry': 'only the entry that the source was asked about gets a new stamp'},
    'expire': {'judge-again': 'a stale value is judged when it is served, not only when it was read',
               'judge-again-key': 'that judgement looks at the stripe',
               'judge-again-tag': 'that judgement looks at the fence',
               'judge-again-epoch': 'that judgement looks whether a resync came',
               'evicted-number': 'a stale value passes the fences\' latest eviction',
               'missing-is-evicted': 'a missing fence counts as evicted',
               'create-evicted': 'a missing fence is created as evicted at the current sequence',
               'placeholder-evicted': 'a fence fetch keeps the larger eviction number too',
               'detached-is-dead': 'a fence that leaves the table is dead for stale values too',
               'flag': 'an expired entry in Redis is not fresh',
               'flag-before-message': 'Redis is changed before the others are told',
               'expire-unlinks-lease': 'expiring a key ends the lease',
               'expire-raises-stripe': 'the message that a key expired drops the copies',
               'stale-not-kept': 'no copy of a stale value is kept',
               'unmodified-compares-lease': 'an unmodified entry gets its new stamp only while the lease stands',
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


class Versions(Keys):
    """Keys, where each put has the version that was committed. A writer commits before it puts, as one that listens to messages does, and
    puts come in any order, each once; or it takes the lease before the commit. Evictions are without a change at the source. What
    Redis remembers of versions it may lose only with everything else: then the puts still to come are lost with it."""

    def __init__(self, *args):
        super().__init__(*args)
        self.highest, self.late = 0, []
        self.left.update(write=4)

    def own_moves(self, k, i):
        if i.write is None and self.late: yield k, 'put_late'
        if self.left['write']: yield k, 'commit'

    def commit(self, i):
        self.left['write'] -= 1; self.db += 1
        self.late.append(self.db)

    def put_late(self, i):
        i.write = ['put', 0, self.late.pop(self.rng.randrange(len(self.late))), None, None]

    def evict(self, i):
        self.left['write'] -= 1
        i.write = ['evict', 0, 0, None, None]
        self.raise_stripe(i)

    def write_step(self, i):
        kind, step, version, token, _ = i.write
        if kind == 'evict' and step == 0 and not self.guard('remember-past-eviction'): self.highest = 0
        if kind == 'put' and step == 2:
            if version < self.highest and self.guard('compare-version'):
                if self.lease == token: self.lease = None
                if self.guard('announce-superseded'): i.write[1] += 1
                else: i.write = None; self.returned.append((self.sequence, version, i))
                return
            if self.lease == token or self.guard('remember-without-lease'): self.highest = max(version, self.highest)
        super().write_step(i)

    def flushall(self):
        super().flushall()
        self.highest, self.late = 0, []
        for i in self.instances:
            if i.write and i.write[0] == 'put': i.write = None


class Outbox(Keys):
    """Keys, where each writer writes a row with its change, invalidates after the commit and then deletes the row; and where an instance
    may die at any step, relay included. A relay sends every row that it sees, whether its writer lives or not: the grace only saves
    work. When all rows are sent and all messages delivered, nobody may serve what is older than the last commit: that is what an
    outbox bounds in time, by grace, poll interval and the usual staleness bound."""

    def __init__(self, *args):
        super().__init__(*args)
        self.rows, self.row_ids = {}, 0
        self.left.update(write=2, restart=2, lose=0, evict=1, flush=0, another=0)

    def add_row(self, version):
        self.row_ids += 1; self.rows[self.row_ids] = version
        return self.row_ids

    def begin(self, i, kind):
        self.left['write'] -= 1
        i.write = [kind, 0, None, None, None, None]      # kind, step, version, token, number, row

    def evict(self, i): self.begin(i, 'evict')

    def put(self, i): self.begin(i, 'put')

    def write_step(self, i):
        w = i.write; kind, step, version, token, number, row = w
        w[1] += 1
        rows = self.guard('row') and (kind == 'evict' or self.guard('row-of-put'))
        if step == 0:
            if kind == 'put': self.token += 1; w[3] = self.lease = self.token
            if rows and not self.guard('same-transaction'): w[5] = self.add_row(self.db + 1)
        elif step == 1:
            self.db += 1; w[2] = self.db                 # commit
            if kind == 'evict': self.raise_stripe(i)
            if rows and self.guard('same-transaction') and self.guard('row-before-commit'): w[5] = self.add_row(self.db)
        elif step == 2:
            if rows and not self.guard('row-before-commit'): w[5] = self.add_row(version)
            if not self.guard('delete-after-ack'): self.rows.pop(w[5], None)
        elif step == 3:
            if kind == 'put': self.entry = version if self.lease == token else None
            else: self.entry = None
            self.lease = None
        elif step == 4: w[4] = self.publish(i)
        elif step == 5:
            self.raise_stripe(i, number); self.returned.append((number, version, i))
        else: self.rows.pop(row, None); i.write = None

    def own_moves(self, k, i):
        i.relay = getattr(i, 'relay', None)
        if self.left['restart'] and (i.write and i.write[2] or i.relay): yield from [(k, 'restart')] * 4   # dies where it hurts
        if i.relay: yield k, 'relay_step'
        elif self.rows and not any(getattr(j, 'relay', None) for j in self.instances): yield k, 'relay'   # one leader

    def relay(self, i):
        row = self.rng.choice(list(self.rows))
        i.relay = [row, self.rows[row], 0, None]
        if not self.guard('relay-deletes-after-ack'): self.rows.pop(row, None)

    def relay_step(self, i):
        row, version, step, _ = i.relay
        i.relay[2] += 1
        if step == 0:
            if self.guard('relay-evicts'): self.entry = self.lease = None
        elif step == 1:
            if self.guard('relay-publishes'): i.relay[3] = self.publish(i)
        else:
            self.rows.pop(row, None)
            if i.relay[3]: self.raise_stripe(i, i.relay[3])
            i.relay = None

    def walk(self, depth):
        super().walk(self.rng.randrange(8, depth))       # the later it ends, the more was loaded anew
        for i in self.instances: i.relay = getattr(i, 'relay', None)
        pending = lambda: [(i, m) for i in self.instances for m in ('write', 'relay', 'load', 'read') if getattr(i, m)] or self.rows
        self.left['write'] = 0
        while pending():                                 # what is under way ends, and every row is sent
            for i in self.instances:
                while i.write: self.trace.append('end.write_step'); self.write_step(i)
                while i.load: self.load_step(i)
                if i.read: self.l2_step(i)
                while i.relay: self.trace.append('end.relay_step'); self.relay_step(i)
            if self.rows: self.trace.append('end.relay'); self.relay(self.instances[0])
        for i in self.instances:
            while i.inbox: self.deliver(i)
        if self.entry is not None: self.serve(self.entry, self.db, 'L2 in the end')
        for i in self.instances:
            if i.l1 and i.stripe <= i.l1[1] and i.epoch == i.l1[2]: self.serve(i.l1[0], self.db, 'L1 in the end')


class Replica(Keys):
    """Keys, where the entry may be read from a replica. The replica gets every state of the entry in order and late, or no more. An entry is
    (version, stamp): the stamp is the sequence as it was before the source was read. What a read of the replica gives is judged by what
    its instance knows when the answer is there, else it is read from the primary; all three are steps of their own."""

    def __init__(self, *args):
        super().__init__(*args)
        self.copy, self.stream, self.stamps = None, [], {}
        for fault in ('evict', 'flush', 'restart'):      # few faults in each walk, so that rare combinations happen
            if self.rng.random() < .6: self.left[fault] = 0
        for i in self.instances: self.begin(i)

    def begin(self, i):
        i.begun, i.late = i.applied if self.guard('compare-start') else 0, []

    def restart(self, i):
        n = self.instances.index(i)
        super().restart(i); self.begin(self.instances[n])

    def moves(self):
        yield from super().moves()
        if self.stream and (len(self.stream) > 3 or self.rng.random() < .5): yield None, 'replicate'

    def own_moves(self, k, i):
        if i.read is None and self.entry is None and self.copy is not None: yield k, 'l2_get'
        if i.late: yield k, 'number_late'

    def walk(self, depth):
        for _ in range(depth):
            k, move = self.rng.choice(list(self.moves()))
            self.trace.append(move if k is None else f'{k}.{move}')
            before = self.entry
            getattr(self, move)(*(() if k is None else (self.instances[k],)))
            if self.entry is not before: self.stream.append(self.entry)

    def replicate(self):
        self.copy = self.stream.pop(0)

    def raise_stripe(self, i, number=None):
        if number is not None and number > i.stripe_number and not self.guard('number-before-tick'):
            i.tick += 1; i.stripe = i.tick; i.late.append(number)
        else: super().raise_stripe(i, number)

    def number_late(self, i):
        i.stripe_number = max(i.stripe_number, i.late.pop(0))

    def deliver(self, i):
        missed = i.inbox[0][0] != i.applied
        if missed and self.guard('compare-resync'): i.begun = i.inbox[0][1]
        super().deliver(i)

    def write_step(self, i):
        kind, step, _, token, _ = i.write
        super().write_step(i)
        if kind == 'put' and step == 0: self.stamps[i.write[3]] = self.sequence
        if kind == 'put' and step == 2 and self.entry is not None: self.entry = (self.entry, self.stamps[token])

    def load_start(self, i):
        super().load_start(i)
        self.stamps[i.load[4]] = self.sequence

    def load_step(self, i):
        _, _, _, step, token = i.load
        before = self.entry
        super().load_step(i)
        if step == 2 and self.entry is not before: self.entry = (self.entry, self.stamps[token])

    def l2_get(self, i):                                 # from the replica, which may have nothing
        i.read = [self.copy, i.tick, i.epoch, self.required(i), False]

    def l2_step(self, i):
        found, tick, epoch, required, judged = i.read
        if judged:
            i.read = None
            self.fill_l1(i, found[0], tick if self.guard('tick-before-replica') else i.tick, epoch); return
        sure = found is not None and (found[1] >= i.stripe_number or not self.guard('compare-number')) and found[1] >= i.begun
        if not sure: found = self.entry                  # from the primary
        if found is None: i.read = None; return
        self.serve(found[0], required, 'replica read' if sure else 'L2 read')
        i.read = [found, tick, epoch, required, True]


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
    """Class strong, evicted by key: no L1; entry, lease and holds in one slot. A write holds, evicts, commits, evicts again, lets go. It
    may die at any step, and then its hold expires later; or its hold may be gone too early, as after FLUSHALL. A read must see every
    commit that its hold covered, whether or not the write returned, and every write that returned."""
    has_put = False
    order = 'hold-before-eviction'

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
        if step == (0 if self.guard(self.order) else 1): self.holds.add(token)
        elif step < 2:
            if self.guard('hold-evicts'): self.invalidate()
        elif step == 2:
            if version is None: self.commit(i)
        elif step == 3:
            if self.guard('evict-after-commit'): self.invalidate()
        else:
            self.holds.discard(token); i.write = None
            self.needed = max(self.needed, version)

    def invalidate(self):
        self.entry = self.lease = None

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

    def flushall(self):
        super().flushall(); self.holds = set()


class StrongTags(Strong):
    """Class strong, invalidated by a tag that is known before the load: fence and holds of the tag in one slot, which is not that of
    entry and lease. The load takes the lease, ensures the fence, and only then asks for holds. Entries are (version, stamp)."""
    order = 'hold-before-raise'

    def invalidate(self):
        self.sequence += 1
        if self.fence is not None: self.fence = self.sequence

    def l2_get(self, i):
        version, stamp = self.entry
        missing = self.fence is None and self.guard('missing-is-dead')
        if not missing and (self.fence or 0) <= stamp: self.serve(version, self.needed, 'strong read')

    def load_start(self, i):
        self.token += 1; self.lease = self.token
        i.load = [None, 0, None, True]

    def load_step(self, i):
        version, step, stamp, stores = i.load
        i.load[1] += 1
        if step == (0 if self.guard('holds-after-fences') else 1):
            if self.fence is None: self.fence = self.sequence
            i.load[2] = self.sequence
        elif step < 2: i.load[3] = not self.holds or not self.guard('no-store-under-hold')
        elif step == 2: i.load[0] = self.db
        else:
            if stores: self.entry, self.lease = (version, stamp), None
            i.load = None

    def evict_in_redis(self):
        self.fence = None; self.left['evict'] -= 1


Lease = collections.namedtuple('Lease', 'token number')
Entry = collections.namedtuple('Entry', 'content stamp expired version token')   # version and token: for the checks only


def same(a, b):                                          # what Redis can compare
    return a[:3] == b[:3] if a and b else a is b


class Fence:
    def __init__(self):
        self.settled, self.latest, self.evicted = False, 0, 0

    def up(self, latest, evicted):
        self.latest, self.evicted = max(self.latest, latest), max(self.evicted, evicted)


class Flight:
    """A read that L1 did not answer, or a refresh; old is the entry that it is to replace."""
    def __init__(self, caller, old=None):
        self.caller, self.old, self.waited, self.joined, self.loading = caller, old, None, [], False

    def note(self, i):
        self.tick, self.epoch = i.tick, i.epoch


class Fleet(World):
    """The value is under its key and one tag. In the slot of the entry: entry and lease (token, number known to its owner). In the slot of
    the sequence: the fence, two numbers: latest invalidation, latest eviction. The stamp is the sequence, read after the lease.
    The source may go back to a content that it had before, and an entry whose content was confirmed is as new as that."""
    kinds = ()
    conditional = stale = False

    def __init__(self, *args):
        super().__init__(*args)
        self.fence, self.contents, self.excused, self.loads, self.lost = (1, 1), [0], set(), 0, False
        self.left.update(fail=1, lapse=1, force=1, soft=0)
        for i in self.instances: i.flights = []

    def spare(self):                                     # few faults and kinds of writes in each walk, so that rare combinations happen
        self.kinds = self.rng.sample(self.kinds, self.rng.randint(1, len(self.kinds)))
        for fault in ('lose', 'evict', 'flush', 'restart', 'another', 'lapse', 'force'):
            if self.coin(): self.left[fault] = 0
        if self.left['lose']: self.left['lose'] = self.left['another'] = 2   # the other makes the loss noticed
        if self.conditional and self.coin(): self.entry = Entry(0, 1, False, 0, 0)

    def moves(self):
        for k, i in enumerate(self.instances):
            if i.write is None and self.left['write'] and self.kinds and self.coin(.3): yield k, 'write'
            if i.write: yield k, 'write_step'
            if self.left['another'] and self.coin(.8 if self.lost else .1): yield k, 'invalidate_another'
            if i.inbox:
                yield k, 'deliver'
                if self.left['lose'] and self.coin(.7 if i.inbox[0][2] else .1): yield k, 'lose'
            if not i.flights or len(i.flights) < 2 and self.coin(): yield k, 'read'
            if len(i.flights) == 2 and i.flights[0].loading and i.flights[1].loading: yield k, 'flight_step'
            if len(i.flights) == 1 and i.flights[0].loading: yield k, 'read'
            for f in i.flights:
                for _ in range(self.coin(.06) if f.loading else 3): yield k, 'flight_step'   # loads take long
                if self.may_join(i, f) and self.coin(.3): yield k, 'join'
            if i.l1: yield k, 'l1_hit'
            if i.fence is None or (not i.fence.settled and i.fetch is None): yield k, 'fence_ask'
            if i.fetch: yield k, 'fence_reply'
            if i.fence and not i.fence.settled and self.coin(.1): yield k, 'settle_here'
            if self.left['restart'] and self.coin(.1): yield k, 'restart'
        if self.left['evict'] and self.coin(.3): yield None, 'evict_in_redis'
        if self.left['flush'] and self.coin(.1): yield None, 'flushall'
        if self.left['lapse'] and self.lease and self.coin(.3): yield None, 'lease_expires'

    def coin(self, probability=.5):
        return self.rng.random() < probability

    def spend(self, what, probability=.5):
        if self.left[what] and self.coin(probability): self.left[what] -= 1; return True
        return False

    def say(self, what):
        self.trace[-1] += f':{what}'

    # Writers

    def required(self, i, evictions=False):
        return max([0] + [v for (n, v, w, e) in self.returned if (n <= i.applied or w is i) and (e or not evictions)])

    def serve(self, entry, required, what):              # harmless if the source had that content since
        if entry.content not in self.contents[required:]: super().serve(entry.version, required, what)

    def commit(self):
        self.db += 1
        self.contents.append(self.rng.choice((self.db, self.contents[-1], self.contents[max(0, self.db - 2)])) if self.conditional else self.db)
        return self.db

    def publish(self, i, target=None, evicts=False):
        previous, self.sequence = self.sequence, self.sequence + 1
        for j in self.instances:
            j.inbox.append((previous, self.sequence, target, evicts))
        i.known = max(i.known, self.sequence)
        return self.sequence

    def invalidate_another(self, i):
        self.left['another'] -= 1; self.publish(i)

    def drop_lease(self):
        if self.lease: self.excused.add(self.lease.token)
        self.lease = None

    def write(self, i):
        kind = self.rng.choice(self.kinds); self.say(kind)
        self.left['write'] -= 1
        i.write = self.WRITES[kind](self, i, kind.startswith('evict'))

    def write_step(self, i):
        try: next(i.write)
        except StopIteration: i.write = None

    def write_tag(self, i, evicts):
        version = self.commit()
        if evicts or self.guard('detached-is-dead'): self.kill_fence(i)   # here at once
        elif i.fence: i.fence.up(float('inf'), 0); i.fence = i.fetch = None
        yield
        number = self.publish(i, 'tag', evicts)
        if self.fence: self.fence = number, number if evicts else self.fence[1]
        self.raise_fence(i, number, evicts)
        self.returned.append((number, version, i, evicts))

    def write_key(self, i, evicts):
        version = self.commit()
        self.raise_stripe(i)                             # here at once
        yield
        message_first = not evicts and not self.guard('flag-before-message')
        if message_first: number = self.publish(i, 'key', evicts); yield
        if evicts: self.entry = None; self.drop_lease()
        else:
            if self.entry: self.entry = self.entry._replace(expired=True)
            if self.guard('expire-unlinks-lease'): self.drop_lease()
        if not message_first: yield; number = self.publish(i, 'key', evicts)
        self.raise_stripe(i, number)
        self.returned.append((number, version, i, evicts))

    def write_put(self, i, _):
        self.token += 1
        token = self.token
        self.drop_lease(); self.lease = Lease(token, i.known)
        yield
        stamp = self.sequence; i.known = max(i.known, stamp)
        yield
        version = self.commit()
        yield
        if self.lease and self.lease.token == token: self.entry = Entry(self.contents[version], stamp, False, version, token); self.lease = None
        else: self.entry = None; self.drop_lease()
        yield
        number = self.publish(i, 'key', True); self.raise_stripe(i, number)
        self.returned.append((number, version, i, True))

    WRITES = {'evict-key': write_key, 'expire-key': write_key, 'evict-tag': write_tag, 'expire-tag': write_tag, 'put': write_put}

    # What an instance knows

    def raise_stripe(self, i, number=None):
        if number is None or number > i.stripe_number:
            i.tick += 1; i.stripe = i.tick
            i.stripe_number = max(i.stripe_number, number or 0)

    def raise_fence(self, i, number, evicts):
        if i.fence: i.fence.up(number, number if evicts or not self.guard('evicted-number') else 0)

    def kill_fence(self, i):
        if i.fence: i.fence.settled = True; i.fence.up(float('inf'), float('inf'))
        i.fence = i.fetch = None

    def deliver(self, i):
        previous, number, target, evicts = i.inbox.pop(0)
        if target == 'key' and (evicts or self.guard('expire-raises-stripe')): self.raise_stripe(i, number)
        if target == 'tag': self.raise_fence(i, number, evicts)
        if previous != i.applied: self.kill_fence(i); i.epoch += 1
        i.applied = number; i.known = max(i.known, number)

    def fence_ask(self, i):
        if i.fence is None: i.fence = Fence()
        i.fetch = (self.fence, self.sequence, i.fence)

    def fence_reply(self, i):
        fence, sequence, asked = i.fetch
        latest, evicted = fence or (sequence, sequence if self.guard('missing-is-evicted') else 0)
        if not self.guard('placeholder-evicted'): asked.evicted = 0
        asked.settled = True; asked.up(latest, evicted)
        i.fetch = None; i.known = max(i.known, sequence)

    def settle_here(self, i):
        i.fence.settled = True; i.fence.up(i.known, i.known); i.fetch = None

    def is_fresh(self, fence, entry):
        return fence.settled and fence.latest <= entry.stamp and not (entry.expired and self.guard('flag'))

    def is_kept(self, fence, entry):                     # may be served where the source fails, may be asked about
        return fence.settled and (fence.evicted <= entry.stamp or not self.guard('evicted-number'))

    # Readers

    def read(self, i):
        self.start(i, Flight(True))

    def start(self, i, f):
        f.run = self.flight(i, f)
        i.flights.append(f)
        self.say(next(f.run))

    def flight_step(self, i):
        f = self.rng.choice(i.flights)
        try: self.say(f'{i.flights.index(f)}.{next(f.run)}')
        except StopIteration: i.flights.remove(f); self.say('ends')

    def may_join(self, i, f):
        return f.caller and len(f.joined) < 2 and (f.tick >= i.stripe and f.epoch == i.epoch or not self.guard('shared-outcome'))

    def join(self, i):
        f = self.rng.choice([f for f in i.flights if self.may_join(i, f)])
        f.joined.append((self.required(i), i.known, self.required(i, True)))

    def answer(self, i, f, entry, required, what):
        if f.caller: self.serve(entry, required, what)
        i.fence = i.fence or Fence()
        current = i.stripe <= f.tick and i.epoch == f.epoch
        for required, known, _ in f.joined:              # a joiner whose outcome is refused reads anew
            unknown = not i.fence.settled and i.fence.latest <= entry.stamp and known <= entry.stamp
            if current and (self.is_fresh(i.fence, entry) or unknown) or not self.guard('shared-outcome'):
                self.serve(entry, required, 'shared ' + what)
        f.caller, f.joined = False, []

    def fill_l1(self, i, f, entry):                      # judged at each hit
        i.fence = i.fence or Fence()
        i.l1 = (entry, f.tick, f.epoch, i.fence)

    def l1_hit(self, i):
        entry, tick, epoch, fence = i.l1
        if i.stripe <= tick and i.epoch == epoch and self.is_fresh(fence, entry):
            self.serve(entry, self.required(i), 'L1 hit')
            if len(i.flights) < 2 and self.spend('soft'): self.start(i, Flight(False, entry))

    def settled(self, i):
        while i.fence is None or not i.fence.settled:
            i.fence = i.fence or Fence()
            yield 'fence'

    def ensure(self):
        if self.fence is None: self.fence = self.sequence, self.sequence if self.guard('create-evicted') else 0

    def flight(self, i, f):
        while True:
            f.note(i)
            stamp = i.known
            seen, required = self.entry, self.required(i)
            yield 'read'
            if f.waited and not self.guard('note-after-wait'): f.note(i)
            kept = None
            if seen:
                yield from self.settled(i)
                if f.waited and f.waited[0] == seen.token and f.waited[1] > seen.stamp:
                    raise Violation('waited for a load that was known to be too old')
                if self.is_fresh(i.fence, seen) or (f.waited and not self.guard('judge-after-wait')):
                    self.answer(i, f, seen, required, 'L2 read'); self.fill_l1(i, f, seen)
                    if not same(seen, f.old) and not self.spend('soft', .8): return
                    f.old = seen                         # goes on without its caller
                if self.is_kept(i.fence, seen): kept = seen
            token, early = yield from self.take(i, f)
            if token is None: return
            if not token: continue                       # reads again
            yield 'compare'
            if not same(self.entry, seen) and self.guard('read-again') and not (self.conditional and self.coin(.3)):   # only saves loads
                self.release(token); continue
            yield 'stamp'
            if self.guard('stamp-after-lease'): stamp = self.sequence
            i.known = max(i.known, self.sequence)
            if self.coin(): self.ensure()                # the tag is known before the load
            yield 'source'
            failed, version = self.spend('fail'), self.db if early is None else early
            if not failed: self.loads += 1; self.check_loads()
            unmodified = kept and self.conditional and kept.content == self.contents[version] and self.coin(.8)
            f.loading = True
            yield 'failing' if failed else 'unmodified' if unmodified else 'loaded'
            f.loading = False
            if self.stale and f.caller and self.coin(): yield from self.serve_stale(i, f, kept)   # takes too long
            if failed:
                self.release(token)
                yield 'failed'
                if self.stale and f.caller: yield from self.serve_stale(i, f, kept)
                return
            if not self.guard('tick-at-begin'): f.tick = i.tick
            if not self.guard('fences-at-begin'): f.epoch = i.epoch
            if not self.guard('stamp-at-begin') or not self.guard('stamp-before-read'): stamp = self.sequence
            if unmodified and not self.guard('stamp-before-asking'): stamp = self.sequence
            loaded = Entry(self.contents[version], stamp, False, version, token)
            f.caller = False; self.answer(i, f, loaded, 0, 'load'); self.fill_l1(i, f, loaded)
            yield 'store'
            self.ensure()
            self.store(token, loaded, kept if unmodified else None)
            return

    def take(self, i, f):
        """Gives the token, False to read again, None to give up."""
        self.token += 1
        token, number, forced = self.token, i.known, False
        early = None if self.guard('lease-before-read') else self.db
        yield 'lease'
        holder = self.lease
        if holder and self.guard('one-lease'):
            latest = i.fence.latest if i.fence else 0
            if latest > holder.number and self.guard('take-away'):
                yield 'take away'
                if self.lease is not holder and self.guard('take-away-compares'): return False, None
                if self.lease and latest <= self.lease.number: self.lease = None   # no excuse
            else:
                f.waited = holder.token, latest
                if not f.caller and self.coin(): return None, None   # a refresh leaves it to the holder
                while not forced:
                    yield 'wait'
                    if self.lease is not holder or self.coin(.2): return False, None
                    forced = self.spend('force', .2)
        self.drop_lease(); self.lease = Lease(token, number)
        return token, early

    def release(self, token):
        if self.lease and (self.lease.token == token or not self.guard('compare-and-delete')): self.lease = None

    def store(self, token, loaded, asked):
        stands = self.lease is not None and self.lease.token == token
        if not stands and token not in self.excused:
            raise Violation('a load lost its lease without a cause')
        if asked:                                        # the head in Redis gets a new stamp, the payload stays
            there = self.entry
            if there and (stands or not self.guard('unmodified-compares-lease')) and (same(there, asked) or not self.guard('compare-entry')):
                self.entry = Entry(there.content, loaded.stamp, False, loaded.version if there.content == loaded.content else there.version, token)
        elif stands or not self.guard('compare-lease'): self.entry = loaded
        if stands: self.lease = None

    def serve_stale(self, i, f, kept):
        """What was read before the load, or a copy, or what is in Redis now."""
        if kept and self.coin():
            if self.is_kept_still(i, kept, f.tick, f.epoch, i.fence) or not self.guard('judge-again'):
                self.answer_stale(i, f, kept, self.required(i, True)); return
        if i.l1 and self.coin():
            if self.is_kept_still(i, *i.l1):
                self.answer_stale(i, f, i.l1[0], self.required(i, True)); return
        tick, epoch = i.tick, i.epoch
        seen, required = self.entry, self.required(i, True)
        yield 'read stale'
        if seen:
            yield from self.settled(i)
            if self.is_kept(i.fence, seen):
                self.answer_stale(i, f, seen, required)
                if not self.guard('stale-not-kept'): i.l1 = (seen._replace(expired=False), tick, epoch, i.fence)

    def is_kept_still(self, i, entry, tick, epoch, fence):
        return ((i.stripe <= tick or not self.guard('judge-again-key')) and (i.epoch == epoch or not self.guard('judge-again-epoch'))
                and (fence is not None and self.is_kept(fence, entry) or not self.guard('judge-again-tag')))

    def answer_stale(self, i, f, entry, required):
        self.say('stale')
        self.serve(entry, required, 'stale value')
        for _, _, required in f.joined: self.serve(entry, required, 'shared stale value')
        f.caller, f.joined = False, []

    def check_loads(self):
        pass

    # Faults

    def restart(self, i):
        super().restart(i)
        for i in self.instances: i.flights = getattr(i, 'flights', [])

    def lease_expires(self):
        self.drop_lease(); self.left['lapse'] -= 1

    def evict_in_redis(self):
        self.left['evict'] -= 1
        what = self.rng.choice(('lease', 'fence', 'entry')); self.say(what)
        if what == 'lease': self.drop_lease()
        else: setattr(self, what, None)

    def lose(self, i):
        super().lose(i); self.lost = True

    def flushall(self):
        self.drop_lease(); super().flushall()


class Cold(Fleet):
    """Nothing but reads: exactly one load."""
    def __init__(self, *args):
        super().__init__(*args)
        self.left = dict.fromkeys(self.left, 0)

    def check_loads(self):
        if self.loads > 1: raise Violation('a second load')


class SingleFlight(Fleet):
    kinds = ('evict-key', 'evict-tag', 'put')

    def __init__(self, *args):
        super().__init__(*args)
        self.spare()


class Refresh(Fleet):
    kinds = ('evict-key', 'evict-tag', 'put')
    conditional = True

    def __init__(self, *args):
        super().__init__(*args)
        self.left.update(soft=4)
        self.spare()


class Expire(Fleet):
    kinds = ('evict-key', 'evict-tag', 'expire-key', 'expire-tag', 'put')
    conditional = stale = True

    def __init__(self, *args):
        super().__init__(*args)
        self.left.update(soft=2, fail=3, write=4)
        self.spare()


PARTS = {'keys': Keys, 'versions': Versions, 'outbox': Outbox, 'replica': Replica, 'tags': Tags, 'strong': Strong, 'strong-tags': StrongTags, 'cold': Cold, 'flight': SingleFlight, 'refresh': Refresh, 'expire': Expire}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('part', choices=GUARDS)
    p.add_argument('--break', dest='broken', metavar='GUARD')
    p.add_argument('--walks', type=int, default=50_000)
    p.add_argument('--depth', type=int, help='60, where a fleet reads 90')
    p.add_argument('--seed', type=int, default=1)
    a = p.parse_args()
    if a.broken and a.broken not in GUARDS[a.part]:
        p.error('guards of %s: %s' % (a.part, ', '.join(GUARDS[a.part])))
    a.depth = a.depth or (90 if issubclass(PARTS[a.part], Fleet) else 60)
    rng = random.Random(a.seed)
    for n in range(a.walks):
        trace = []
        try:
            PARTS[a.part](rng, a.broken, trace).walk(a.depth)
        except Violation as e:
            print(f'violation in walk {n} (seed {a.seed}): {e}\n' + ' '.join(trace))
            sys.exit(1)
    print(f'{a.part}: no violation in {a.walks} walks of {a.depth} steps (seed {a.seed}, broken: {a.broken})')


main()
