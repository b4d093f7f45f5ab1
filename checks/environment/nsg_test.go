package environment_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/appnetlint/appnetlint/checks/environment"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// guarded gives the environment's subnet a security group with rules.
func (w *world) guarded(rules ...network.SecurityRule) {
	g := &network.SecurityGroup{Element: element("nsg"), Rules: value.Set[network.SecurityRule]{Items: rules}}
	w.SecurityGroups = append(w.SecurityGroups, g)
	w.subnet.SecurityGroup = to(g)
}

func inbound(priority int, allow bool, source string, ports ...string) network.SecurityRule {
	return network.SecurityRule{
		Element: element("nsg"), Priority: some(priority), Direction: some(network.Inbound), Allow: some(allow), Protocol: some("*"),
		Sources: some([]string{source}), SourcePorts: some([]string{"*"}),
		Destinations: some([]string{"*"}), Ports: some(ports),
	}
}

func denyAll() network.SecurityRule { return inbound(4096, false, "*", "*") }

// with returns a rule with one thing about it changed.
func with(r network.SecurityRule, change func(*network.SecurityRule)) network.SecurityRule {
	change(&r)
	return r
}

func TestNSGBlocksLoadBalancer(t *testing.T) {
	blocked := []string{"error nsg"}
	for name, c := range map[string]struct {
		rules []network.SecurityRule
		want  []string
	}{
		"default rules":                 {nil, nil},
		"everything denied":             {[]network.SecurityRule{denyAll()}, blocked},
		"all ports as a range":          {[]network.SecurityRule{inbound(9, false, "0.0.0.0/0", "0-65535")}, blocked},
		"denied by its tag":             {[]network.SecurityRule{inbound(9, false, "azureloadbalancer", "80")}, blocked},
		"the internet denied":           {[]network.SecurityRule{inbound(9, false, "Internet", "*")}, nil},
		"another port denied":           {[]network.SecurityRule{inbound(9, false, "*", "443", "81-90")}, nil},
		"admitted by tag":               {[]network.SecurityRule{inbound(9, true, "AzureLoadBalancer", "80"), denyAll()}, nil},
		"admitted by address":           {[]network.SecurityRule{inbound(9, true, "168.63.129.16", "*"), denyAll()}, nil},
		"admitted with the network":     {[]network.SecurityRule{inbound(9, true, "VirtualNetwork", "80-443"), denyAll()}, nil},
		"admitted with everybody":       {[]network.SecurityRule{inbound(9, true, "*", "80"), denyAll()}, nil},
		"admitted to another port":      {[]network.SecurityRule{inbound(9, true, "AzureLoadBalancer", "443"), denyAll()}, blocked},
		"the internet admitted":         {[]network.SecurityRule{inbound(9, true, "Internet", "80"), denyAll()}, blocked},
		"offices admitted":              {[]network.SecurityRule{inbound(9, true, "10.0.0.0/8", "80"), denyAll()}, blocked},
		"Front Door admitted":           {[]network.SecurityRule{inbound(9, true, "AzureFrontDoor.Backend", "80"), denyAll()}, blocked},
		"all of Azure admitted":         {[]network.SecurityRule{inbound(9, true, "AzureCloud", "80"), denyAll()}, nil},
		"who knows who admitted":        {[]network.SecurityRule{inbound(9, true, "SomeNewTag", "80"), denyAll()}, nil},
		"admitted too late":             {[]network.SecurityRule{denyAll(), with(inbound(9, true, "*", "80"), func(r *network.SecurityRule) { r.Priority = some(4097) })}, blocked},
		"admitted who knows when":       {[]network.SecurityRule{denyAll(), with(inbound(9, true, "*", "80"), func(r *network.SecurityRule) { r.Priority = unknown[int]() })}, nil},
		"maybe admitted":                {[]network.SecurityRule{denyAll(), with(inbound(9, true, "*", "80"), func(r *network.SecurityRule) { r.Allow = unknown[bool]() })}, nil},
		"outbound only":                 {[]network.SecurityRule{with(denyAll(), func(r *network.SecurityRule) { r.Direction = some(network.Outbound) })}, nil},
		"no direction known":            {[]network.SecurityRule{with(denyAll(), func(r *network.SecurityRule) { r.Direction = unknown[network.Direction]() })}, nil},
		"UDP denied":                    {[]network.SecurityRule{with(denyAll(), func(r *network.SecurityRule) { r.Protocol = some("udp") })}, nil},
		"UDP admitted":                  {[]network.SecurityRule{with(inbound(9, true, "*", "80"), func(r *network.SecurityRule) { r.Protocol = some("udp") }), denyAll()}, blocked},
		"from some ports denied":        {[]network.SecurityRule{with(denyAll(), func(r *network.SecurityRule) { r.SourcePorts = some([]string{"1024-2048"}) })}, nil},
		"denied to the subnet":          {[]network.SecurityRule{with(denyAll(), func(r *network.SecurityRule) { r.Destinations = some([]string{"10.0.0.0/22"}) })}, blocked},
		"denied to half of the subnet":  {[]network.SecurityRule{with(denyAll(), func(r *network.SecurityRule) { r.Destinations = some([]string{"10.0.0.0/25"}) })}, nil},
		"denied to a group of machines": {[]network.SecurityRule{with(denyAll(), func(r *network.SecurityRule) { r.Groups = true })}, nil},
		"admitted elsewhere": {[]network.SecurityRule{
			with(inbound(9, true, "*", "80"), func(r *network.SecurityRule) { r.Destinations = some([]string{"10.9.0.0/24"}) }), denyAll(),
		}, blocked},
		"admitted to a group of machines": {[]network.SecurityRule{
			with(inbound(9, true, "*", "80"), func(r *network.SecurityRule) {
				r.Groups, r.Destinations = true, value.None[[]string]()
			}), denyAll(),
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.guarded(c.rules...)
			assert.Equal(t, c.want, w.run(environment.NSGBlocksLoadBalancer))
		})
	}
}

func TestNSGBlocksLoadBalancerElsewhere(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*world)
		want   []string
	}{
		"rules out of sight":   {func(w *world) { w.SecurityGroups[0].Rules.Incomplete = "var.rules" }, nil},
		"group only read":      {func(w *world) { w.SecurityGroups[0].External = true }, nil},
		"version 2":            {func(w *world) { w.env.Version = some(2) }, nil},
		"environment read":     {func(w *world) { w.env.External = true }, []string{"error nsg"}},
		"who knows what group": {func(w *world) { w.subnet.SecurityGroup = network.Open[network.SecurityGroup]("var.g", nowhere) }, nil},
		"one of two groups": {func(w *world) {
			w.subnet.SecurityGroup = network.AnyOf([]*network.SecurityGroup{w.SecurityGroups[0], {}}, nowhere)
		}, nil},
		"either of two groups": {func(w *world) {
			w.subnet.SecurityGroup = network.AnyOf([]*network.SecurityGroup{w.SecurityGroups[0], w.SecurityGroups[0]}, nowhere)
		}, []string{"error ase"}},
		"two environments": {func(w *world) {
			w.Environments = append(w.Environments, &network.Environment{Element: element("b"), Version: some(3), Subnet: to(w.subnet)})
		}, []string{"error nsg"}},
		"a rule with a resource of its own": {func(w *world) { w.SecurityGroups[0].Rules.Items[0].Address = "rule" }, []string{"error nsg"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.guarded(denyAll())
			c.change(w)
			assert.Equal(t, c.want, w.run(environment.NSGBlocksLoadBalancer))
		})
	}
}

func TestNSGBlocksProbeOfFTP(t *testing.T) {
	w := newWorld()
	w.guarded(inbound(9, true, "AzureLoadBalancer", "80"), denyAll())
	assert.Empty(t, w.run(environment.NSGBlocksLoadBalancer))
	w.env.FTP = some(true)
	assert.Equal(t, []string{"warning nsg"}, w.run(environment.NSGBlocksLoadBalancer))
}

func TestNSGAppTraffic(t *testing.T) {
	probe := inbound(1, true, "AzureLoadBalancer", "*")
	nobody, note := []string{"warning nsg"}, []string{"note nsg"}
	for name, c := range map[string]struct {
		rules  []network.SecurityRule
		change func(*world)
		want   []string
	}{
		"default rules, internal":   {nil, func(w *world) { w.env.Internal = some(true) }, nil},
		"default rules, external":   {nil, func(w *world) { w.env.Internal = some(false) }, note},
		"default rules, who knows":  {nil, func(w *world) { w.env.Internal = unknown[bool]() }, nil},
		"nobody":                    {[]network.SecurityRule{probe, denyAll()}, nil, nobody},
		"nobody, in two rules":      {[]network.SecurityRule{probe, inbound(9, false, "Internet", "*"), inbound(10, false, "VirtualNetwork", "80", "443")}, nil, nobody},
		"only the address of hosts": {[]network.SecurityRule{inbound(1, true, "168.63.129.16/32", "*"), denyAll()}, nil, nobody},
		"only by IPv6":              {[]network.SecurityRule{inbound(1, true, "fd00::/8", "*"), denyAll()}, nil, nobody},
		"other ports":               {[]network.SecurityRule{inbound(1, true, "*", "22", "454-455"), denyAll()}, nil, nobody},
		"the network":               {[]network.SecurityRule{inbound(1, true, "VirtualNetwork", "443"), denyAll()}, nil, nil},
		"offices":                   {[]network.SecurityRule{inbound(1, true, "10.9.0.0/24", "443"), denyAll()}, nil, nil},
		"by HTTP alone":             {[]network.SecurityRule{inbound(1, true, "*", "80"), denyAll()}, nil, nil},
		"Front Door":                {[]network.SecurityRule{inbound(1, true, "AzureFrontDoor.Backend", "443"), denyAll()}, nil, nil},
		"offices of an external one": {[]network.SecurityRule{inbound(1, true, "10.9.0.0/24", "443"), denyAll()},
			func(w *world) { w.env.Internal = some(false) }, note},
		"partners of an external one": {[]network.SecurityRule{inbound(1, true, "203.0.113.0/24", "443"), denyAll()},
			func(w *world) { w.env.Internal = some(false) }, nil},
		"nobody, but a private endpoint": {[]network.SecurityRule{probe, denyAll()}, func(w *world) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{TargetType: some("microsoft.web/sites")}}
		}, nil},
		"nobody, and a private endpoint of storage": {[]network.SecurityRule{probe, denyAll()}, func(w *world) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{TargetType: some("microsoft.storage/storageaccounts")}}
		}, nobody},
		"nobody, and a private endpoint who knows whereof": {[]network.SecurityRule{probe, denyAll()}, func(w *world) {
			w.PrivateEndpoints = []*network.PrivateEndpoint{{TargetType: unknown[string]()}}
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.guarded(c.rules...)
			if c.change != nil {
				c.change(w)
			}
			assert.Equal(t, c.want, w.run(environment.NSGAppTraffic))
		})
	}
}

func TestManagementTag(t *testing.T) {
	management := inbound(9, true, "appservicemanagement", "454-455")
	for name, c := range map[string]struct {
		rule    network.SecurityRule
		version value.Of[int]
		want    []string
	}{
		"version 3": {management, some(3), []string{"note nsg"}},
		"version 2": {management, some(2), nil},
		"who knows": {management, unknown[int](), nil},
		"denied":    {with(management, func(r *network.SecurityRule) { r.Allow = some(false) }), some(3), nil},
		"outbound":  {with(management, func(r *network.SecurityRule) { r.Direction = some(network.Outbound) }), some(3), nil},
		"another":   {inbound(9, true, "AppService", "454-455"), some(3), nil},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld()
			w.guarded(c.rule)
			w.env.Version = c.version
			assert.Equal(t, c.want, w.run(environment.ManagementTag))
		})
	}
}
