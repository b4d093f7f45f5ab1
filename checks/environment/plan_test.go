package environment_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/environment"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

func TestPlanSKU(t *testing.T) {
	none := network.Edge[network.Environment]{}
	elsewhere := network.Outside[network.Environment]("/hostingenvironments/e", nowhere)
	open := network.Open[network.Environment]("var.e", nowhere)
	wrong := []string{"error plan"}
	for name, c := range map[string]struct {
		sku     value.Of[string]
		in      func(*world) network.Edge[network.Environment]
		version int
		want    []string
	}{
		"isolated inside":             {sku: some("I1mv2")},
		"premium inside":              {sku: some("P1v3"), want: wrong},
		"old isolated inside":         {sku: some("I1"), want: wrong},
		"old isolated inside old":     {sku: some("I1"), version: 2},
		"who knows inside":            {sku: unknown[string]()},
		"new size inside":             {sku: some("I9v9")},
		"isolated outside":            {sku: some("I1v2"), in: func(*world) network.Edge[network.Environment] { return none }, want: wrong},
		"premium outside":             {sku: some("P1v3"), in: func(*world) network.Edge[network.Environment] { return none }},
		"isolated, who knows where":   {sku: some("I1v2"), in: func(*world) network.Edge[network.Environment] { return open }},
		"premium, who knows where":    {sku: some("P1v3"), in: func(*world) network.Edge[network.Environment] { return open }},
		"premium in one of elsewhere": {sku: some("P1v3"), in: func(*world) network.Edge[network.Environment] { return elsewhere }, want: wrong},
		"old in one of elsewhere":     {sku: some("I2"), in: func(*world) network.Edge[network.Environment] { return elsewhere }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			in := to(w.env)
			if c.in != nil {
				in = c.in(w)
			}
			if c.version != 0 {
				w.env.Version = some(c.version)
			}
			w.Plans = []*network.Plan{{Element: element("plan"), SKU: c.sku, Environment: in}}
			assert.Equal(t, c.want, w.run(environment.PlanSKU))
			w.Plans[0].External = true
			assert.Empty(t, w.run(environment.PlanSKU))
		})
	}
}

// plan adds a plan with some workers, which an autoscale setting may raise.
func (w *world) plan(workers value.Of[int], most int) *network.Plan {
	p := &network.Plan{Element: element("plan"), Environment: to(w.env), Workers: workers}
	w.Plans = append(w.Plans, p)
	if most > 0 {
		w.AutoscaleSettings = append(w.AutoscaleSettings, &network.AutoscaleSetting{Plan: to(p), Enabled: some(true), Maximum: some(most)})
	}
	return p
}

func TestCapacity(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"no plan":           {func(*world) {}, nil},
		"at the limit":      {func(w *world) { w.plan(some(100), 0); w.plan(some(100), 0) }, nil},
		"above":             {func(w *world) { w.plan(some(100), 0); w.plan(some(101), 0) }, []string{"error ase"}},
		"above when scaled": {func(w *world) { w.plan(some(100), 0); w.plan(some(3), 101) }, []string{"warning ase"}},
		"who knows": {func(w *world) {
			w.plan(some(100), 0)
			w.plan(some(100), 0)
			w.plan(unknown[int](), 0).Environment = network.Open[network.Environment]("", nowhere)
		}, nil},
		"existing one":     {func(w *world) { w.env.External = true; w.plan(some(201), 0) }, []string{"error plan"}},
		"addresses":        {func(w *world) { w.sized("10.0.0.0/27"); w.plan(some(21), 0) }, []string{"error ase"}},
		"last addresses":   {func(w *world) { w.sized("10.0.0.0/27"); w.plan(some(20), 0) }, nil},
		"scaled addresses": {func(w *world) { w.sized("10.0.0.0/27"); w.plan(some(2), 21) }, []string{"warning ase"}},
		"both":             {func(w *world) { w.sized("10.0.0.0/26"); w.plan(some(201), 0) }, []string{"error ase", "error ase"}},
		"version 2":        {func(w *world) { w.env.Version = some(2); w.plan(some(201), 0) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.sized("10.0.0.0/22")
			c.change(w)
			assert.Equal(t, c.want, w.run(environment.Capacity))
		})
	}
}

func TestWindowsContainerIPs(t *testing.T) {
	for name, c := range map[string]struct {
		containers value.Of[bool]
		workers    value.Of[int]
		want       []string
	}{
		"too many":          {some(true), some(40), []string{"warning ase"}},
		"few instances":     {some(true), some(20), nil},
		"no containers":     {some(false), some(40), nil},
		"maybe containers":  {unknown[bool](), some(40), nil},
		"unknown instances": {some(true), unknown[int](), nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			p := w.plan(c.workers, 0)
			p.WindowsContainers = c.containers
			for range 6 {
				w.Sites = append(w.Sites, &network.Site{Plan: to(p)})
			}
			w.Sites = append(w.Sites, &network.Site{Slot: true, Parent: to(w.Sites[0])})
			assert.Equal(t, c.want, w.run(environment.WindowsContainerIPs))
		})
	}
}

func TestNameTruncation(t *testing.T) {
	name := func(length int) value.Of[string] { return some(strings.Repeat("a", length)) }
	for title, c := range map[string]struct {
		app, slot value.Of[string]
		outside   bool
		want      []string
	}{
		"at the limit":            {app: name(59)},
		"above":                   {app: name(60), want: []string{"warning app"}},
		"with slots, at it":       {app: name(40), slot: name(19)},
		"with slots, above":       {app: name(41), slot: name(19), want: []string{"warning app"}},
		"slot above":              {app: name(40), slot: name(20), want: []string{"warning slot"}},
		"unknown":                 {app: unknown[string](), slot: unknown[string]()},
		"not in an environment":   {app: name(60), outside: true},
		"both are one of theirs":  {app: name(60), slot: name(20), want: []string{"warning app", "warning slot"}},
		"slot of unknown app":     {app: unknown[string](), slot: name(20), want: []string{"warning slot"}},
		"long app, unknown slot":  {app: name(41), slot: unknown[string](), want: []string{"warning app"}},
		"short app, unknown slot": {app: name(12), slot: unknown[string]()},
	} {
		t.Run(title, func(t *testing.T) {
			w := newWorld()
			p := w.plan(some(1), 0)
			if c.outside {
				p.Environment = network.Edge[network.Environment]{}
			}
			app := &network.Site{Element: element("app"), Plan: to(p)}
			app.Name = c.app
			w.Sites = append(w.Sites, app)
			if !c.slot.IsAbsent() {
				slot := &network.Site{Element: element("slot"), Slot: true, Parent: to(app)}
				slot.Name = c.slot
				w.Sites = append(w.Sites, slot)
			}
			assert.Equal(t, c.want, w.run(environment.NameTruncation))
		})
	}
}

func TestSwitchedOff(t *testing.T) {
	for name, c := range map[string]struct {
		app, env value.Of[bool]
		change   func(*world)
		want     []string
	}{
		"off":          {app: some(true), env: some(false), want: []string{"note app"}},
		"not written":  {app: some(true), want: []string{"note app"}},
		"on":           {app: some(true), env: some(true)},
		"who knows":    {app: some(true), env: unknown[bool]()},
		"nothing":      {app: some(false), env: some(false)},
		"not certain":  {app: unknown[bool](), env: some(false)},
		"existing one": {app: some(true), change: func(w *world) { w.env.External = true }},
		"elsewhere":    {app: some(true), change: func(w *world) { w.Plans[0].Environment = network.Edge[network.Environment]{} }},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.env.FTP, w.env.RemoteDebug = c.env, c.env
			app := &network.Site{Element: element("app"), Plan: to(w.plan(some(1), 0)), RemoteDebugging: c.app}
			app.FTPS = value.Map(c.app, func(on bool) string {
				if on {
					return "AllAllowed"
				}
				return "Disabled"
			})
			w.Sites = append(w.Sites, app)
			if c.change != nil {
				c.change(w)
			}
			assert.Equal(t, c.want, w.run(environment.FTPDisabled))
			assert.Equal(t, c.want, w.run(environment.RemoteDebugDisabled))
		})
	}
	w := newWorld()
	w.Sites = []*network.Site{{Plan: to(w.plan(some(1), 0)), FTPS: value.Default("AllAllowed", nowhere)}}
	assert.Empty(t, w.run(environment.FTPDisabled), "nobody asked for it")
}

func TestILBDNSMissing(t *testing.T) {
	record := func(w *world, name value.Of[string]) {
		r := &network.Record{Zone: to(w.Zones[0]), Kind: "A"}
		r.Name = name
		w.Records = append(w.Records, r)
	}
	zone := func(w *world, name value.Of[string], records ...string) *network.Zone {
		z := &network.Zone{Element: element("zone")}
		z.Name = name
		w.Zones = append(w.Zones, z)
		w.ZoneLinks = append(w.ZoneLinks, &network.ZoneLink{Zone: to(z), VNet: network.Outside[network.VNet]("/v", nowhere)})
		for _, r := range records {
			record(w, some(r))
		}
		return z
	}
	own := some("ASE.appserviceenvironment.net")
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"complete":         {func(w *world) { zone(w, own, "*", "@", "*.scm") }, nil},
		"no zone":          {func(*world) {}, []string{"note ase"}},
		"external":         {func(w *world) { w.env.Internal = some(false) }, nil},
		"no name known":    {func(w *world) { w.env.Name = unknown[string]() }, nil},
		"a zone unknown":   {func(w *world) { zone(w, unknown[string]()) }, nil},
		"another zone":     {func(w *world) { zone(w, some("example.com")) }, []string{"note ase"}},
		"the parent zone":  {func(w *world) { zone(w, some("appserviceenvironment.net")) }, nil},
		"of another cloud": {func(w *world) { zone(w, some("ase.appserviceenvironment.us"), "*", "@", "*.scm") }, nil},
		"no wildcard":      {func(w *world) { zone(w, own, "@", "*.scm") }, []string{"warning zone"}},
		"no record of SCM": {func(w *world) { zone(w, own, "@", "*") }, []string{"note zone"}},
		"no record known":  {func(w *world) { zone(w, own); record(w, unknown[string]()) }, nil},
		"records unseen":   {func(w *world) { zone(w, own).Records.Incomplete = "x" }, nil},
		"not linked":       {func(w *world) { zone(w, own, "*", "@", "*.scm"); w.ZoneLinks = nil }, []string{"warning zone"}},
		"zone only read":   {func(w *world) { zone(w, own).External = true }, nil},
		"out of sight":     {func(w *world) { w.Incomplete = []string{"a module"} }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.env.Name, w.env.Internal = some("ase"), some(true)
			c.change(w)
			assert.Equal(t, c.want, w.run(environment.ILBDNSMissing))
		})
	}
}
