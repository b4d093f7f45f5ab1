package draw

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// generated is a model with so many apps in plans and networks, joined at random.
func generated(apps int, seed uint64) *network.Model {
	r := rand.New(rand.NewPCG(seed, 7))
	m := &network.Model{}
	nowhere := source.Range{}
	element := func(kind string, n int) network.Element {
		name := fmt.Sprintf("%s-%d%s", kind, n, strings.Repeat("-x", r.IntN(12)))
		return network.Element{Address: kind + "." + name, Name: value.Some(name, nowhere)}
	}
	for i := range apps/20 + 1 {
		m.VNets = append(m.VNets, &network.VNet{Element: element("vnet", i)})
	}
	for i := range apps/4 + 1 {
		v := m.VNets[r.IntN(len(m.VNets))]
		m.Subnets = append(m.Subnets, &network.Subnet{Element: element("snet", i), VNet: network.To(v, "", nowhere)})
	}
	for i := range apps/6 + 1 {
		m.Plans = append(m.Plans, &network.Plan{Element: element("asp", i)})
	}
	for i := range 2 {
		m.FrontDoors = append(m.FrontDoors, &network.FrontDoor{Element: element("afd", i)})
	}
	zone := &network.Zone{Element: element("zone", 0)}
	m.Zones = append(m.Zones, zone)
	for _, v := range m.VNets {
		m.ZoneLinks = append(m.ZoneLinks, &network.ZoneLink{Element: element("link", 0), Zone: network.To(zone, "", nowhere), VNet: network.To(v, "", nowhere)})
		m.Peerings = append(m.Peerings, &network.Peering{Element: element("peer", 0), From: network.To(m.VNets[0], "", nowhere), To: network.To(v, "", nowhere)})
	}
	for i := range apps {
		s := &network.Site{Element: element("app", i), Kind: network.WebApp, Plan: network.To(m.Plans[r.IntN(len(m.Plans))], "", nowhere)}
		if r.IntN(4) > 0 {
			s.Integrations.Items = []network.Integration{{Subnet: network.To(m.Subnets[r.IntN(len(m.Subnets))], "", nowhere)}}
		}
		m.Sites = append(m.Sites, s)
		if r.IntN(3) == 0 {
			e := &network.PrivateEndpoint{Element: element("pe", i), Subnet: network.To(m.Subnets[r.IntN(len(m.Subnets))], "", nowhere), Site: network.To(s, "", nowhere)}
			e.ZoneGroup.Items = []network.Edge[network.Zone]{network.To(zone, "", nowhere)}
			m.PrivateEndpoints = append(m.PrivateEndpoints, e)
		}
		if r.IntN(3) == 0 {
			m.Origins = append(m.Origins, &network.Origin{Element: element("origin", i), FrontDoor: network.To(m.FrontDoors[r.IntN(2)], "", nowhere), Site: network.To(s, "", nowhere)})
		}
	}
	m.Link()
	return m
}

// No two boxes overlap but one inside the other, no line runs along another one that
// it has nothing to do with or through a box, and text is within its box.
func TestNothingOverlaps(t *testing.T) {
	for _, apps := range []int{0, 1, 2, 5, 16, 17, 33, 60, 61, 150} {
		for seed := range uint64(4) {
			t.Run(fmt.Sprintf("%d/%d", apps, seed), func(t *testing.T) {
				p := arrange(New(Input{Name: "generated", Model: generated(apps, seed)}))
				checkBoxes(t, p)
				checkLines(t, p)
			})
		}
	}
}

func checkBoxes(t *testing.T, p *plan) {
	t.Helper()
	for i, c := range p.columns {
		for j, b := range c.boxes {
			assert.GreaterOrEqual(t, b.y, 0)
			assert.LessOrEqual(t, b.y+b.h, p.h)
			if j > 0 {
				before := c.boxes[j-1]
				assert.Greater(t, b.y, before.y+before.h, "%s and %s", before.Title, b.Title)
			}
			if i > 0 {
				assert.Greater(t, b.x, p.columns[i-1].x+p.columns[i-1].w)
			}
			checkInside(t, b)
		}
	}
	seen := 0
	for _, c := range p.columns {
		each(c.boxes, func(*Box) { seen++ })
	}
	drawn := 0
	p.graph.all(func(*Box) { drawn++ })
	assert.GreaterOrEqual(t, seen, drawn, "a box is lost")
}

func checkInside(t *testing.T, b *Box) {
	t.Helper()
	y := b.y + b.head
	for _, in := range b.Inside {
		assert.GreaterOrEqual(t, in.y, y, "%s in %s", in.Title, b.Title)
		assert.GreaterOrEqual(t, in.x, b.x+pad)
		assert.LessOrEqual(t, in.x+in.w, b.x+b.w-pad)
		y = in.y + in.h
		checkInside(t, in)
	}
	assert.LessOrEqual(t, y, b.y+max(b.h, b.head))
}

// run is a horizontal or vertical piece of a bundle.
type run struct {
	bundle   *bundle
	vertical bool
	at       int
	from, to int
}

func runs(p *plan) []run {
	var out []run
	add := func(b *bundle, vertical bool, at, from, to int) {
		if from != to {
			out = append(out, run{b, vertical, at, min(from, to), max(from, to)})
		}
	}
	for _, b := range p.bundles {
		add(b, false, b.hub.y, b.hub.side(), b.near.x)
		for _, e := range b.branches {
			d := b.bends[b.channelOf(e)]
			add(b, false, e.y, d.x, e.side())
			if d != b.near {
				add(b, true, b.near.x, b.hub.y, b.cross)
				add(b, false, b.cross, b.near.x, d.x)
				add(b, true, d.x, b.cross, e.y)
			} else {
				add(b, true, b.near.x, b.hub.y, e.y)
			}
		}
	}
	return out
}

func checkLines(t *testing.T, p *plan) {
	t.Helper()
	byPlace := map[[2]int][]run{}
	for _, r := range runs(p) {
		key := [2]int{0, r.at}
		if r.vertical {
			key[0] = 1
		}
		for _, o := range byPlace[key] {
			if o.bundle != r.bundle && r.from < o.to && o.from < r.to {
				require.Failf(t, "lines cover each other", "%v and %v", r.bundle.edges[0].describe(), o.bundle.edges[0].describe())
			}
		}
		byPlace[key] = append(byPlace[key], r)
		if r.vertical {
			continue
		}
		for _, c := range p.columns {
			each(c.boxes, func(b *Box) {
				through := r.from < b.x && r.to > b.x+b.w
				require.False(t, through && r.at > b.y && r.at < b.y+b.h, "%s crosses %s", r.bundle.edges[0].describe(), b.Title)
			})
		}
	}
}

func TestTextFits(t *testing.T) {
	for _, s := range []string{"", "a", "app-shop", strings.Repeat("W", 80), strings.Repeat("日本", 40), strings.Repeat("i", 300)} {
		got := fit(s, titleSize, 200)
		assert.LessOrEqual(t, measure(got, titleSize), 200.0)
		if measure(s, titleSize) <= 200 {
			assert.Equal(t, s, got)
		} else {
			assert.True(t, strings.HasSuffix(got, "…"))
		}
	}
}

// Many apps are drawn by plan, and quickly.
func TestManyApps(t *testing.T) {
	g := New(Input{Name: "many", Model: generated(maxApps+1, 1)})
	require.True(t, g.Collapsed)
	apps := 0
	g.all(func(b *Box) {
		if b.Kind == Other && strings.HasPrefix(b.Type, "apps and slots") {
			apps += b.count
		}
	})
	assert.Equal(t, maxApps+1, apps)

	start := time.Now()
	var b strings.Builder
	require.NoError(t, SVG(&b, []*Graph{New(Input{Name: "very many", Model: generated(6000, 1)})}, SVGOptions{}))
	assert.Less(t, b.Len(), 20<<20)
	assert.Less(t, time.Since(start), 30*time.Second)
}
