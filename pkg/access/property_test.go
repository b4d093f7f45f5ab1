package access

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"go4.org/netipx"
)

// The properties hold for any list and are held against the naive evaluation of
// naive_test.go. Each gets a full list and what the package may know of it: all, or
// with parts blinded. What the package calls certain must be true in
// the full list, and of what is fully known nothing may be missing.

// subject is a list under test.
type subject struct {
	world
	full    naiveList
	order   []int // of full
	known   List
	index   []int // of the rules of known in full
	blinded bool
	addrs   []netip.Addr
}

func newSubject(w world, full naiveList, blinded bool) *subject {
	s := &subject{world: w, full: full, order: full.order(), known: full.list(), blinded: blinded, addrs: full.borders()}
	for i := range full.rules {
		s.index = append(s.index, i)
	}
	if blinded {
		s.known, s.index = w.blind(full)
	}
	return s
}

// inFull translates the index of a rule.
func (s *subject) inFull(rule int) int {
	if rule == ByDefault {
		return ByDefault
	}
	return s.index[rule]
}

func (s *subject) allows(c naiveClient) bool {
	allow, _ := s.full.evaluate(s.order, c)
	return allow
}

func TestProperties(t *testing.T) {
	for _, size := range []struct{ rules, lists int }{{0, 4}, {1, 60}, {2, 150}, {5, 200}, {12, 80}, {50, 8}, {600, 1}} {
		if testing.Short() {
			size.lists = (size.lists + 9) / 10
		}
		for _, blinded := range []bool{false, true} {
			for _, headers := range []bool{false, true} {
				t.Run(fmt.Sprintf("%d rules, blinded %v, headers %v", size.rules, blinded, headers), func(t *testing.T) {
					t.Parallel()
					for seed := range size.lists {
						w := world{rand.New(rand.NewPCG(uint64(seed), uint64(size.rules)))}
						checkProperties(t, newSubject(w, w.list(size.rules, headers), blinded))
						if t.Failed() {
							t.Fatalf("seed %d", seed)
						}
					}
				})
			}
		}
	}
}

func checkProperties(t *testing.T, s *subject) {
	t.Helper()
	checkEvaluate(t, s)
	checkShadowed(t, s)
	checkExpose(t, s)
	checkAddressSource(t, s)
	checkTagSource(t, s)
	checkSubnetSource(t, s)
	checkOverlaps(t, s)
	checkDuplicatePriorities(t, s)
	checkWider(t, s)
}

// requests returns headers to send: none, and some at random.
func (w world) requests(n int) []map[string]string {
	requests := []map[string]string{nil}
	for range n {
		q := map[string]string{}
		for name, pool := range worldRequests {
			q[name] = w.pick(pool...)
		}
		requests = append(requests, q)
	}
	return requests
}

// clients returns random clients of all sorts.
func (s *subject) clients(n int) []naiveClient {
	var clients []naiveClient
	for range n {
		c := naiveClient{addr: s.addrs[s.IntN(len(s.addrs))]}
		switch s.IntN(4) {
		case 0:
			c.tag = s.pick(worldTags...)
		case 1:
			c.subnet = s.pick(append(worldSubnets, "d")...)
		}
		c.headers = s.requests(1)[s.IntN(2)]
		clients = append(clients, c)
	}
	return clients
}

func checkEvaluate(t *testing.T, s *subject) {
	t.Helper()
	for _, c := range s.clients(10) {
		allow, rule := s.full.evaluate(s.order, c)
		v := Evaluate(s.known, c.client())
		if v.Certain {
			require.Equal(t, naiveAction(allow), v.Action, "%v", c)
			if len(v.Maybe) == 0 && s.known.Incomplete == "" {
				require.Equal(t, rule, s.inFull(v.Rule), "%v", c)
			}
		}
		if !s.blinded {
			require.True(t, v.Certain && len(v.Maybe) == 0, "%v", c)
		}
	}
}

// purely returns one client for each thing that a source can name, in nothing
// else: a rule without headers that decides at all decides for one of them.
func (s *subject) purely() []naiveClient {
	clients := []naiveClient{{}, {subnet: "d"}}
	for _, a := range s.addrs {
		clients = append(clients, naiveClient{addr: a})
	}
	for _, tag := range append(worldTags, "Internet") {
		clients = append(clients, naiveClient{tag: tag})
	}
	for _, key := range worldSubnets {
		clients = append(clients, naiveClient{subnet: key})
	}
	return clients
}

func checkShadowed(t *testing.T, s *subject) {
	t.Helper()
	decides := make([]bool, len(s.full.rules))
	headers := slices.ContainsFunc(s.full.rules, func(r naiveRule) bool { return len(r.headers) > 0 })
	requests := []map[string]string{nil}
	if headers {
		requests = s.requests(min(30, 60000/(1+len(s.full.rules)*len(s.full.rules))))
	}
	clients := append(s.purely(), s.clients(50)...)
	for _, c := range clients {
		for _, c.headers = range requests {
			if _, rule := s.full.evaluate(s.order, c); rule != ByDefault {
				decides[rule] = true
			}
		}
	}
	if s.known.apart() {
		require.Empty(t, newRuleset(s.known).shadowed(), "a glance says something else than the whole work")
	}
	shadowed := make([]bool, len(s.full.rules))
	for _, sh := range Shadowed(s.known) {
		rule := s.inFull(sh.Rule)
		shadowed[rule] = true
		require.False(t, decides[rule], "rule %d decides, but is shadowed: %+v", rule, sh)
		checkCoverers(t, s, sh, clients)
	}
	if !s.blinded && !headers {
		for i := range decides {
			require.True(t, decides[i] || shadowed[i], "rule %d never decides", i)
		}
	}
}

// checkCoverers checks that what is said of the covering rules is true.
func checkCoverers(t *testing.T, s *subject, sh Shadow, clients []naiveClient) {
	t.Helper()
	rule := s.full.rules[s.inFull(sh.Rule)]
	require.NotEmpty(t, sh.By)
	require.Equal(t, len(sh.By) > 1, sh.Cover == Combined)
	same := 0
	for _, i := range sh.By {
		by := s.full.rules[s.inFull(i)]
		require.True(t, by.priority < rule.priority || by.priority == rule.priority && i < sh.Rule)
		if by.allow == rule.allow {
			same++
		}
	}
	switch sh.Actions {
	case Same:
		require.Len(t, sh.By, same)
	case Opposite:
		require.Zero(t, same)
	case Mixed:
		require.True(t, same > 0 && same < len(sh.By))
	case Unclear:
		require.True(t, s.blinded)
	}
	for _, c := range clients {
		if rule.matches(c) {
			require.True(t, slices.ContainsFunc(sh.By, func(i int) bool { return s.full.rules[s.inFull(i)].matches(c) }), "%v", c)
		}
	}
}

func checkExpose(t *testing.T, s *subject) {
	t.Helper()
	e := Expose(s.known)
	require.True(t, s.blinded || e.State != Undecided)
	require.True(t, e.State != Undecided || e.IPv4.State == Undecided || e.IPv6.State == Undecided)
	if s.known.Incomplete == "" && Narrow(s.known.Default, slices.Values(s.known.Rules)) {
		require.True(t, e.State.KeepsOut(), "a glance says something else than the whole evaluation")
	}
	checkFamily(t, s, e.IPv4, false)
	checkFamily(t, s, e.IPv6, true)
}

func checkFamily(t *testing.T, s *subject, f FamilyExposure, six bool) {
	t.Helper()
	// The borders cut the space into parts; each counts with its size.
	allowed, denied := new(big.Int), new(big.Int)
	allAllowed, noneAllowed := true, true
	for i, a := range s.addrs {
		if a.Is6() != six {
			continue
		}
		c := naiveClient{addr: a}
		allow := s.allows(c)
		noneAllowed = noneAllowed && !allow
		inSet := slices.ContainsFunc(f.Allowed, func(r netipx.IPRange) bool { return r.Contains(a) })
		if !naivePublic(a) {
			require.False(t, inSet)
			continue
		}
		require.True(t, allow || !inSet, "%v is said to be allowed", a)
		require.True(t, s.blinded || allow == inSet, "%v is not said to be allowed", a)
		allAllowed = allAllowed && allow
		size := big.NewInt(1)
		if i+1 < len(s.addrs) && s.addrs[i+1].Is6() == six {
			size.Sub(new(big.Int).SetBytes(s.addrs[i+1].AsSlice()), new(big.Int).SetBytes(a.AsSlice()))
		}
		if allow {
			allowed.Add(allowed, size)
		} else {
			denied.Add(denied, size)
		}
	}
	// In IPv6 only networks of 64 bits count.
	tolerance := new(big.Int).Lsh(big.NewInt(int64(len(s.addrs))), 64)
	if !six {
		tolerance.SetInt64(0)
	}
	headers := slices.ContainsFunc(s.full.rules, func(r naiveRule) bool { return len(r.headers) > 0 })
	plain := !headers && !slices.ContainsFunc(s.full.rules, func(r naiveRule) bool { return len(r.prefixes) == 0 && !r.any })
	switch {
	case f.State.LetsIn():
		require.GreaterOrEqual(t, new(big.Int).Add(allowed, tolerance).Cmp(denied), 0)
		require.True(t, f.Rest.Certain && f.Rest.Action == Allow)
		require.True(t, naivePublic(f.In))
	case f.State.KeepsOut():
		require.GreaterOrEqual(t, new(big.Int).Add(denied, tolerance).Cmp(allowed), 0)
		require.True(t, f.Rest.Certain && f.Rest.Action == Deny)
		require.True(t, naivePublic(f.Out))
	default:
		require.False(t, f.Rest.Certain)
	}
	if f.In.IsValid() {
		allow, rule := s.full.evaluate(s.order, naiveClient{addr: f.In})
		require.True(t, allow)
		if !s.blinded && f.State.LetsIn() {
			require.Equal(t, rule, f.Rest.Rule)
		}
	}
	if f.Out.IsValid() {
		allow, rule := s.full.evaluate(s.order, naiveClient{addr: f.Out})
		require.False(t, allow)
		if !s.blinded && f.State.KeepsOut() {
			require.Equal(t, rule, f.Rest.Rule)
		}
	}
	if f.State == Open {
		require.True(t, allAllowed)
	}
	if f.State == Closed {
		require.True(t, noneAllowed)
	}
	if !s.blinded && plain {
		require.Equal(t, allAllowed, f.State == Open)
		everyone := slices.ContainsFunc(s.full.rules, func(r naiveRule) bool { return r.any })
		if everyone || !s.full.hasDefault || !s.full.allow {
			require.Equal(t, noneAllowed, f.State == Closed)
		}
	}
	for _, c := range s.clients(50) {
		if c.addr.Is6() != six {
			continue
		}
		if f.State == Closed {
			require.False(t, s.allows(c), "%v gets in", c)
		}
		if f.State == Open && naivePublic(c.addr) && c.subnet == "" {
			require.True(t, s.allows(c), "%v is kept out", c)
		}
	}
}

func checkAddressSource(t *testing.T, s *subject) {
	t.Helper()
	for range 3 {
		src := Source{Prefixes: []netip.Prefix{s.prefix()}}
		if s.chance(30) {
			src.Prefixes = append(src.Prefixes, s.prefix())
		}
		inside := func(a netip.Addr) bool {
			return slices.ContainsFunc(src.Prefixes, func(p netip.Prefix) bool { return p.Contains(a) })
		}
		addrs := slices.Clone(s.addrs)
		for _, p := range src.Prefixes {
			first, last := naiveBounds(p)
			addrs = append(addrs, first, last)
		}
		some := map[bool]bool{}
		for _, a := range addrs {
			if inside(a) {
				some[s.allows(naiveClient{addr: a})] = true
			}
		}
		r := EvaluateSource(s.known, src)
		checkOutcome(t, s, r, some)
		require.True(t, s.blinded || r.Outcome != Unknown)
		for _, sample := range []*Sample{r.In, r.Out} {
			if sample == nil {
				continue
			}
			require.True(t, inside(sample.Addr))
			allow, rule := s.full.evaluate(s.order, naiveClient{addr: sample.Addr})
			require.Equal(t, sample == r.In, allow)
			if !s.blinded {
				require.Equal(t, rule, sample.Rule)
			}
		}
		if len(r.Unless) == 0 && (r.Outcome == AllAllowed || r.Outcome == AllDenied) {
			for _, c := range s.clients(20) {
				if inside(c.addr) && c.subnet == "" {
					require.Equal(t, r.Outcome == AllAllowed, s.allows(c), "%v", c)
				}
			}
		}
	}
}

// checkOutcome compares an outcome with the actions that clients of the source
// are seen to meet.
func checkOutcome(t *testing.T, s *subject, r Reach, seen map[bool]bool) {
	t.Helper()
	switch r.Outcome {
	case AllAllowed:
		require.False(t, seen[false])
	case AllDenied:
		require.False(t, seen[true])
	case Partly:
		require.True(t, r.In != nil && r.Out != nil)
	case Unknown:
	}
	if !s.blinded && r.Outcome != Unknown {
		require.Equal(t, seen[true] && seen[false], r.Outcome == Partly)
	}
}

func checkTagSource(t *testing.T, s *subject) {
	t.Helper()
	tag := s.pick(worldTags...)
	r := EvaluateSource(s.known, Source{Tags: []string{tag}})
	if len(r.Unless) > 0 {
		return
	}
	seen := map[bool]bool{}
	for _, c := range s.clients(100) {
		c.subnet, c.headers = "", nil
		if c.tag = tag; tag == "Storage" && s.chance(50) {
			c.tag = "Storage.WestEurope"
		}
		if naivePublic(c.addr) {
			seen[s.allows(c)] = true
		}
	}
	if r.Outcome != Partly {
		checkOutcome(t, s, r, seen)
	}
}

func checkSubnetSource(t *testing.T, s *subject) {
	t.Helper()
	src := Source{Subnet: s.pick(append(worldSubnets, "d")...)}
	if s.chance(20) {
		src = Source{AnyVNets: true}
	}
	r := EvaluateSource(s.known, src)
	if len(r.Unless) > 0 {
		return
	}
	seen := map[bool]bool{}
	for _, key := range append(worldSubnets, "d") {
		if src.AnyVNets || key == src.Subnet {
			for _, a := range []string{"10.0.0.1", "10.9.9.9", "172.16.0.1", "192.168.7.7", "fd00::1", "fd11::1"} {
				seen[s.allows(naiveClient{addr: netip.MustParseAddr(a), subnet: key})] = true
			}
		}
	}
	if r.Outcome != Partly {
		checkOutcome(t, s, r, seen)
	}
}

func checkOverlaps(t *testing.T, s *subject) {
	t.Helper()
	if len(s.known.Rules) < 2 {
		return
	}
	for range 3 {
		i, j := s.IntN(len(s.known.Rules)), s.IntN(len(s.known.Rules))
		example, ok := Overlaps(s.known.Rules[i], s.known.Rules[j])
		a, b := s.full.rules[s.inFull(i)], s.full.rules[s.inFull(j)]
		require.True(t, ok || !example.IsValid())
		if example.IsValid() {
			c := naiveClient{addr: example}
			require.True(t, a.matchesSource(c) && b.matchesSource(c))
		}
		seen := false
		for _, c := range s.purely() {
			for _, c.headers = range s.allRequests(a, b) {
				seen = seen || a.matches(c) && b.matches(c)
			}
		}
		require.True(t, seen || !ok, "%+v and %+v do not overlap", a, b)
		require.True(t, ok || s.blinded || !seen, "%+v and %+v overlap", a, b)
	}
}

// allRequests returns every combination of headers that can tell two rules apart.
func (s *subject) allRequests(a, b naiveRule) []map[string]string {
	if len(a.headers)+len(b.headers) == 0 {
		return []map[string]string{nil}
	}
	requests := []map[string]string{{}}
	for name, pool := range worldRequests {
		var longer []map[string]string
		for _, q := range requests {
			for _, v := range append(pool, "198.51.100.7, 198.51.100.8, 2001:db8::1") {
				longer = append(longer, merge(q, name, v))
			}
		}
		requests = longer
	}
	return requests
}

func merge(q map[string]string, name, v string) map[string]string {
	merged := map[string]string{name: v}
	for n, w := range q {
		merged[n] = w
	}
	return merged
}

func checkDuplicatePriorities(t *testing.T, s *subject) {
	t.Helper()
	for _, g := range DuplicatePriorities(s.known) {
		require.Greater(t, len(g.Rules), 1)
		for _, i := range g.Rules {
			require.Equal(t, g.Priority, s.full.rules[s.inFull(i)].priority)
		}
		conflicts := false
		for _, i := range g.Rules[:min(20, len(g.Rules))] {
			for _, j := range g.Rules[:min(20, len(g.Rules))] {
				_, overlap := Overlaps(s.known.Rules[i], s.known.Rules[j])
				a, aKnown := s.known.Rules[i].Action.Get()
				b, bKnown := s.known.Rules[j].Action.Get()
				conflicts = conflicts || overlap && aKnown && bKnown && a != b
			}
		}
		require.True(t, !conflicts || g.Conflict != nil)
		if g.Conflict == nil {
			continue
		}
		a, b := s.full.rules[s.inFull(g.Conflict.First)], s.full.rules[s.inFull(g.Conflict.Second)]
		require.Less(t, g.Conflict.First, g.Conflict.Second)
		require.NotEqual(t, a.allow, b.allow)
		_, overlap := Overlaps(s.known.Rules[g.Conflict.First], s.known.Rules[g.Conflict.Second])
		require.True(t, overlap)
		if c := (naiveClient{addr: g.Conflict.Example}); c.addr.IsValid() {
			require.True(t, a.matchesSource(c) && b.matchesSource(c))
		}
	}
}

// checkWider changes the list a little, or takes another one.
func checkWider(t *testing.T, s *subject) {
	t.Helper()
	after := naiveList{rules: slices.Clone(s.full.rules), hasDefault: s.full.hasDefault, allow: s.full.allow}
	switch {
	case s.chance(30):
		after = s.list(len(s.full.rules), false)
	case len(after.rules) > 0 && s.chance(50):
		i := s.IntN(len(after.rules))
		after.rules = slices.Delete(after.rules, i, i+1)
	default:
		after.hasDefault, after.allow = true, true
	}
	other := newSubject(s.world, after, s.blinded)
	example, ok := Wider(s.known, other.known)
	if ok {
		require.True(t, naivePublic(example))
		require.False(t, s.allows(naiveClient{addr: example}))
		require.True(t, other.allows(naiveClient{addr: example}))
	}
	b, a := Expose(s.known), Expose(other.known)
	if b.IPv4.State.KeepsOut() && a.IPv4.State.LetsIn() || b.IPv6.State.KeepsOut() && a.IPv6.State.LetsIn() {
		sure := ok || s.blinded
		require.True(t, sure, "%v to %v", b.State, a.State)
	}
	_, ok = Wider(s.known, s.known)
	require.False(t, ok)
}
