package hybridconnection_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/checks/hybridconnection"
	"github.com/appnetlint/appnetlint/pkg/lint"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

var nowhere source.Range

func some[T any](v T) value.Of[T] { return value.Some(v, nowhere) }

func to[T any](target *T) network.Edge[T] { return network.To(target, "", nowhere) }

func element(address string) network.Element { return network.Element{Address: address} }

// world is a model with a plan and relays.
type world struct {
	network.Model
	plan *network.Plan
}

func newWorld(sku string) *world {
	w := &world{plan: &network.Plan{Element: element("plan"), SKU: some(sku)}}
	w.Plans = []*network.Plan{w.plan}
	return w
}

func (w *world) app() *network.Site {
	s := &network.Site{Element: element(fmt.Sprint("app", len(w.Sites))), Kind: network.WebApp, Plan: to(w.plan)}
	w.Sites = append(w.Sites, s)
	return s
}

func (w *world) relay() *network.RelayConnection {
	r := &network.RelayConnection{Element: element(fmt.Sprint("relay", len(w.RelayConnections)))}
	w.RelayConnections = append(w.RelayConnections, r)
	return r
}

func (w *world) use(s *network.Site, r network.Edge[network.RelayConnection]) *network.HybridConnection {
	h := &network.HybridConnection{Element: element(fmt.Sprint("use", len(w.HybridConnections))), Site: to(s), Relay: r}
	w.HybridConnections = append(w.HybridConnections, h)
	return h
}

func (w *world) findings(c *lint.Check) []lint.Finding {
	w.Link()
	return lint.Run(lint.Subject{Model: &w.Model}, []*lint.Check{c}).Findings
}

func (w *world) run(c *lint.Check) []string {
	var out []string
	for _, f := range w.findings(c) {
		out = append(out, f.Severity.String()+" "+f.Address)
	}
	return out
}

func TestLimit(t *testing.T) {
	open := network.Open[network.RelayConnection]("var.relay", nowhere)
	for name, c := range map[string]struct {
		sku  string
		fill func(*world)
		want []string
	}{
		"five on Basic":             {"B1", func(w *world) { w.several(w.app(), 5) }, nil},
		"six on Basic":              {"B1", func(w *world) { w.several(w.app(), 6) }, []string{"error plan"}},
		"six over two apps":         {"B1", func(w *world) { w.several(w.app(), 3); w.several(w.app(), 3) }, []string{"error plan"}},
		"six on Standard":           {"S1", func(w *world) { w.several(w.app(), 6) }, nil},
		"Premium counts per app":    {"P1v3", func(w *world) { w.several(w.app(), 200); w.several(w.app(), 200) }, nil},
		"too many for a Premium":    {"P1v3", func(w *world) { w.several(w.app(), 221) }, []string{"error app0"}},
		"elastic, undocumented":     {"EP1", func(w *world) { w.several(w.app(), 221) }, nil},
		"none at all is another's":  {"F1", func(w *world) { w.several(w.app(), 6) }, nil},
		"unknown relays of one app": {"B1", func(w *world) { w.repeat(w.app(), open, 6) }, []string{"error plan"}},
		"unknown relays of two":     {"B1", func(w *world) { w.repeat(w.app(), open, 3); w.repeat(w.app(), open, 3) }, nil},
		"shared by two apps": {"B1", func(w *world) {
			a, b := w.app(), w.app()
			for range 4 {
				r := to(w.relay())
				w.use(a, r)
				w.use(b, r)
			}
		}, nil},
		"different endpoints": {"B1", func(w *world) {
			for i := range 6 {
				w.use(w.app(), open).Host = some(fmt.Sprintf("host%d", i))
			}
		}, []string{"error plan"}},
		"different ports": {"B1", func(w *world) {
			for i := range 6 {
				w.use(w.app(), open).Port = some(1000 + i)
			}
		}, []string{"error plan"}},
		"one host, spelled in two ways": {"B1", func(w *world) {
			w.several(w.app(), 4)
			for _, host := range []string{"DB", "db"} {
				h := w.use(w.app(), open)
				h.Host, h.Port = some(host), some(1433)
			}
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(c.sku)
			c.fill(w)
			assert.Equal(t, c.want, w.run(hybridconnection.Limit))
		})
	}
}

func (w *world) several(s *network.Site, n int) {
	for range n {
		w.use(s, to(w.relay()))
	}
}

func (w *world) repeat(s *network.Site, r network.Edge[network.RelayConnection], n int) {
	for range n {
		w.use(s, r)
	}
}

func TestUserMetadata(t *testing.T) {
	for name, c := range map[string]struct {
		metadata value.Of[string]
		want     string
	}{
		"right":             {some(`[{"key":"endpoint","value":"db.contoso.com:1433"}]`), ""},
		"absent":            {value.None[string](), "has no user metadata"},
		"empty":             {some(""), "has no user metadata"},
		"unknown":           {value.Undecided[string]("local.endpoint", nowhere), ""},
		"not JSON":          {some("db.contoso.com:1433"), "is not JSON"},
		"an object":         {some(`{"endpoint":"db.contoso.com:1433"}`), "is not a JSON array"},
		"another key":       {some(`[{"key":"host","value":"db.contoso.com:1433"}]`), `without the key "endpoint"`},
		"without a port":    {some(`[{"key":"endpoint","value":"db.contoso.com"}]`), "is not a host and port"},
		"escaped twice":     {some(`[{\"key\":\"endpoint\",\"value\":\"db.contoso.com:1433\"}]`), "backslashes"},
		"port out of range": {some(`[{"key":"endpoint","value":"db.contoso.com:0"}]`), ""}, // another rule's matter
		"two endpoints":     {some(`[{"key":"endpoint","value":"a:1"},{"key":"endpoint","value":"b:2"}]`), ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld("S1")
			w.use(w.app(), to(w.relay()))
			w.RelayConnections[0].UserMetadata = c.metadata
			findings := w.findings(hybridconnection.UserMetadata)
			if c.want == "" {
				assert.Empty(t, findings)
				return
			}
			require.Len(t, findings, 1)
			assert.Equal(t, "relay0", findings[0].Address)
			assert.Contains(t, findings[0].Message, c.want)
		})
	}
}

func TestUserMetadataOfOneOfSeveralRelays(t *testing.T) {
	w := newWorld("S1")
	a, b := w.relay(), w.relay()
	w.use(w.app(), network.AnyOf([]*network.RelayConnection{a, b}, nowhere))
	assert.Equal(t, []string{"error relay0"}, w.run(hybridconnection.UserMetadata))

	b.UserMetadata = some(`[{"key":"endpoint","value":"db.contoso.com:1433"}]`)
	assert.Empty(t, w.run(hybridconnection.UserMetadata), "the other may be meant")
}

func TestUserMetadataOutOfSight(t *testing.T) {
	w := newWorld("S1")
	r := w.relay()
	w.use(w.app(), to(r))
	r.External = true
	assert.Empty(t, w.run(hybridconnection.UserMetadata))
}

func TestUserMetadataSuggestsTheEndpoint(t *testing.T) {
	w := newWorld("S1")
	h := w.use(w.app(), to(w.relay()))
	h.Host, h.Port = some("db.contoso.com"), some(1433)
	assert.Contains(t, w.findings(hybridconnection.UserMetadata)[0].Message, "db.contoso.com:1433")

	w = newWorld("S1")
	h = w.use(w.app(), to(w.relay()))
	h.Host, h.Port = some("db.contoso.com").Sensitive(), some(1433)
	assert.NotContains(t, w.findings(hybridconnection.UserMetadata)[0].Message, "contoso")
}
