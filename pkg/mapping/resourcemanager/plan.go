package resourcemanager

import (
	"strings"

	"github.com/appnetlint/appnetlint/pkg/iac"
	"github.com/appnetlint/appnetlint/pkg/mapping/index"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

const typePlan = "microsoft.web/serverfarms"

// fillPlan maps Microsoft.Web/serverfarms.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/serverfarms
func fillPlan(x *index.Index, r *resource, p *network.Plan) {
	sku := r.top("sku")
	set(&p.SKU, index.Prefer(sku.Fold("name").NonEmpty(), sku.Fold("size").NonEmpty()))
	if tier := sku.Fold("tier").NonEmpty(); p.SKU.IsAbsent() {
		set(&p.Tier, tier)
	}
	set(&p.Workers, sku.Fold("capacity").Int())
	fillPlanOS(r, p)
	set(&p.MaxElasticWorkers, within(r, typePlan, "maximumElasticWorkerCount", r.prop("maximumElasticWorkerCount").Int()))
	set(&p.ElasticScale, within(r, typePlan, "elasticScaleEnabled", r.prop("elasticScaleEnabled").Bool()))
	set(&p.Arc, onArc(r))
	linkHosting(x, r, &p.Environment)

	const property = "network.virtualNetworkSubnetId"
	subnet := r.prop("network", "virtualNetworkSubnetId")
	if v := within(r, typePlan, property, subnet.NonEmpty()); v.IsUnknown() && !subnet.IsUnknown() {
		p.Subnet = network.Open[network.Subnet](v.Why(), v.At())
	} else {
		link(x, &p.Subnet, subnet)
	}
}

// linkHosting leads a plan or an app to its environment. Templates that are older than
// hostingEnvironmentProfile have the name of the environment, or its id, in other members,
// which Azure still takes.
func linkHosting(x *index.Index, r *resource, edge *network.Edge[network.Environment]) {
	for _, id := range []iac.Cursor{r.prop("hostingEnvironmentProfile", "id"), r.prop("hostingEnvironmentId")} {
		if !id.IsNull() {
			link(x, edge, id)
			return
		}
	}
	name := r.prop("hostingEnvironment")
	if name.Value().Kind() == iac.Object || name.NonEmpty().IsAbsent() {
		return
	}
	id := ""
	if text, known := name.Text().Get(); known && r.scope != "" {
		id = strings.ToLower(r.scope + "/providers/Microsoft.Web/hostingEnvironments/" + text)
	}
	index.LinkName(x, edge, id, name)
}

// fillPlanOS tells the operating system: reserved is what makes a plan one of
// Linux, and a plan without it is one of Windows. A kind of linux without
// reserved contradicts itself.
func fillPlanOS(r *resource, p *network.Plan) {
	reserved := r.prop("reserved").Bool()
	set(&p.OS, value.Map(reserved, func(linux bool) network.OS {
		if linux {
			return network.Linux
		}
		return network.Windows
	}))
	hyperV := index.Prefer(r.prop("hyperV").Bool(), r.prop("isXenon").Bool())
	set(&p.WindowsContainers, hyperV)
	if r.patch {
		return
	}
	if p.OS.IsAbsent() {
		kind := r.top("kind")
		switch {
		case isFlex(p.SKU) || isFlex(p.Tier):
			p.OS = value.Default(network.Linux, r.At)
		case r.kindHas("linux"), kind.IsUnknown():
			p.OS = value.Undecided[network.OS](kind.Pin(), kind.At())
		default:
			p.OS = value.Default(network.Windows, r.At)
		}
	}
	if p.WindowsContainers.IsAbsent() {
		p.WindowsContainers = value.Default(false, r.At)
	}
}

// isFlex reports whether a size or tier is that of Flex Consumption, which runs
// on Linux only.
func isFlex(sku value.Of[string]) bool {
	s := strings.ToLower(sku.Or(""))
	return s == "fc1" || s == "flexconsumption"
}

// fillEnvironment maps Microsoft.Web/hostingEnvironments.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/hostingenvironments
func fillEnvironment(x *index.Index, r *resource, e *network.Environment) {
	set(&e.Version, environmentVersion(r.top("kind").NonEmpty()))
	linkEnvironmentSubnet(x, r, e)
	set(&e.Internal, value.Map(r.prop("internalLoadBalancingMode").Text(), isInternal))
	fillEnvironmentNetworking(r.prop("networkingConfiguration", "properties"), e)
	if settings := r.prop("clusterSettings"); !settings.IsNull() {
		e.ClusterSettings = clusterSettings(settings)
	}
}

// isInternal reports whether web traffic enters by an address in the network. The
// mode "Publishing" takes only FTP there; older templates have numbers for modes.
func isInternal(mode string) bool {
	return strings.Contains(strings.ToLower(mode), "web") || mode == "1" || mode == "3"
}

func environmentVersion(kind value.Of[string]) value.Of[int] {
	return oneOf(kind, map[string]int{"asev1": 1, "asev2": 2, "asev3": 3})
}

// linkEnvironmentSubnet leads to the subnet: virtualNetwork.id is its id or, in
// older templates, that of the network beside the subnet's name.
func linkEnvironmentSubnet(x *index.Index, r *resource, e *network.Environment) {
	id, name := r.prop("virtualNetwork", "id"), r.prop("virtualNetwork", "subnet").NonEmpty()
	vnet := knownID(id)
	if vnet == "" || strings.Contains(vnet, "/subnets/") || !name.IsKnown() {
		link(x, &e.Subnet, id)
		return
	}
	x.Later(func() {
		e.Subnet = index.ResolveID[network.Subnet](x, index.ChildID(vnet, "subnets", name), id)
	})
}

// environmentConfiguration maps hostingEnvironments/configurations networking. One
// whose name is not known may be that.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.web/hostingenvironments/configurations-networking
func environmentConfiguration(x *index.Index, r *resource) {
	if !r.is("networking") && !r.name.IsUnknown() {
		return
	}
	env := ancestor[network.Environment](x, r, 1)
	change(x, r, env, func(r *resource, e *network.Environment) {
		if r.name.IsUnknown() {
			r = r.blurred(r.name.Why())
		}
		resetNetworking(x, r, e)
		fillEnvironmentNetworking(r.properties, e)
	})
}

// resetNetworking notes the settings that are on and that the resource, which replaces
// all of them, leaves out. azapi_update_resource writes the others again.
//
// Source: https://learn.microsoft.com/azure/app-service/environment/configure-network-settings
func resetNetworking(x *index.Index, r *resource, e *network.Environment) {
	if r.patch || r.uncertain != "" {
		return
	}
	var left []string
	for _, s := range []struct {
		property string
		on       *value.Of[bool]
	}{
		{"allowNewPrivateEndpointConnections", &e.AllowNewPrivateEndpoints},
		{"ftpEnabled", &e.FTP},
		{"remoteDebugEnabled", &e.RemoteDebug},
	} {
		if r.prop(s.property).IsNull() && value.Is(*s.on, true) {
			left = append(left, s.property)
			*s.on = value.Undecided[bool](r.Address+", which leaves out "+s.property, r.At)
		}
	}
	if len(left) > 0 {
		e.Resets = append(e.Resets, network.SettingsReset{Element: r.element(x), Settings: left})
	}
}

func fillEnvironmentNetworking(c iac.Cursor, e *network.Environment) {
	set(&e.AllowNewPrivateEndpoints, c.Fold("allowNewPrivateEndpointConnections").Bool())
	set(&e.InboundAddress, c.Fold("inboundIpAddressOverride").NonEmpty())
	set(&e.RemoteDebug, c.Fold("remoteDebugEnabled").Bool())
	set(&e.FTP, c.Fold("ftpEnabled").Bool())
}

func clusterSettings(c iac.Cursor) value.Of[map[string]string] {
	elements, more := c.List()
	if more != "" {
		return value.Undecided[map[string]string](more, c.At())
	}
	out := make(map[string]string, len(elements))
	for _, e := range elements {
		name, text := e.Fold("name").Text(), e.Fold("value").Text()
		key, named := name.Get()
		v, known := text.Get()
		if !named || !known {
			return value.Undecided[map[string]string](index.Prefer(name, text).Why(), e.At())
		}
		out[strings.ToLower(key)] = v
	}
	return value.Some(out, c.At())
}

// fillAutoscale maps Microsoft.Insights/autoscaleSettings. Those that scale
// something else than a plan lead to none.
//
// Source: https://learn.microsoft.com/azure/templates/microsoft.insights/autoscalesettings
func fillAutoscale(x *index.Index, r *resource, a *network.AutoscaleSetting) {
	target := r.prop("targetResourceUri")
	if !target.IsNull() {
		x.Later(func() {
			if typ, ok := targetType(x, target).Get(); !ok || typ == typePlan {
				a.Plan = index.Resolve[network.Plan](x, target)
			}
		})
	}
	set(&a.Enabled, r.prop("enabled").Bool())
	if profiles := r.prop("profiles"); !profiles.IsNull() {
		a.Maximum = largestMaximum(profiles)
	}
}

func largestMaximum(profiles iac.Cursor) value.Of[int] {
	elements, more := profiles.List()
	if more != "" {
		return value.Undecided[int](more, profiles.At())
	}
	var largest value.Of[int]
	for _, e := range elements {
		maximum := fold(e, "capacity", "maximum").Int()
		n, ok := maximum.Get()
		if !ok {
			return maximum
		}
		if largest.IsAbsent() || n > largest.Or(0) {
			largest = maximum
		}
	}
	return largest
}
