package egress

import (
	"slices"
	"strings"

	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// entrance is how an app gets into a virtual network.
type entrance struct {
	kind   doorKind
	subnet *network.Subnet // of a subnetDoor
	// forced is set if all traffic enters, whatever the switches say.
	forced bool
	// environment is where the app runs, if it does in one.
	environment *network.Environment
	why         string // of an unknownDoor
	at          source.Range
}

type doorKind uint8

const (
	unknownDoor doorKind = iota
	noDoor
	subnetDoor
	gatewayDoor // gateway-required integration
)

func entranceOf(m *network.Model, s *network.Site) entrance {
	switch hosting, environment := s.Hosting(); {
	case !s.Arc.IsAbsent() && !value.Is(s.Arc, false), onArc(s):
		return entrance{why: "on Azure Arc the cluster's network decides", at: s.At}
	case hosting == network.InEnvironment:
		return inEnvironment(s, environment)
	case hosting == network.HostingUnknown && m.MaybeInternal(s):
		return entrance{why: "whether the app runs in an App Service Environment is not known", at: s.Plan.At()}
	}
	e := integrated(joins(s), s)
	if len(s.GatewayVNets.Items) > 0 || !s.GatewayVNets.Complete() {
		return withGateway(e, s)
	}
	return e
}

func onArc(s *network.Site) bool {
	plan := s.RunsOn().Target()
	return plan != nil && !plan.Arc.IsAbsent() && !value.Is(plan.Arc, false)
}

// joins leads to the subnet that the app joins by itself or, on a managed instance
// plan, with its plan.
func joins(s *network.Site) network.Edge[network.Subnet] {
	e := s.Joins()
	if plan := s.RunsOn().Target(); e.IsAbsent() && plan != nil {
		return plan.Subnet
	}
	return e
}

// inEnvironment answers for an app in an App Service Environment: all traffic leaves
// from the environment's subnet, unless the app joins another one.
func inEnvironment(s *network.Site, edge network.Edge[network.Environment]) entrance {
	env, ok := edge.Get()
	switch {
	case !s.Joins().IsAbsent():
		return entrance{why: "the app joins a subnet beside that of its App Service Environment", at: s.Joins().At()}
	case !ok:
		return entrance{why: "App Service Environment " + quote(edge.Label()) + " is not in the configuration", at: edge.At()}
	case env.Subnet.IsAbsent():
		return entrance{why: "the subnet of App Service Environment " + quote(env.Label()) + " is not known", at: env.At}
	}
	e := integrated(env.Subnet, s)
	e.environment, e.forced = env, true
	return e
}

func integrated(edge network.Edge[network.Subnet], s *network.Site) entrance {
	subnet, ok := edge.Get()
	candidates, _ := edge.Candidates()
	switch {
	case edge.IsAbsent():
		return entrance{kind: noDoor}
	case ok:
		return entrance{kind: subnetDoor, subnet: subnet, forced: s.Flex, at: edge.At()}
	case edge.IsOutside():
		return entrance{why: "subnet " + quote(edge.Label()) + " is not in the configuration", at: edge.At()}
	case len(candidates) > 1:
		return entrance{why: "which of several subnets the app joins is not known", at: edge.At()}
	}
	return entrance{why: "which subnet the app joins is not known: " + edge.Why(), at: edge.At()}
}

// withGateway answers for an app that has gateway-required integration, or may have.
func withGateway(e entrance, s *network.Site) entrance {
	switch {
	case !s.GatewayVNets.Complete():
		return entrance{why: s.GatewayVNets.Incomplete, at: s.At}
	case e.kind != noDoor:
		return entrance{why: "the app has gateway-required and regional integration", at: s.GatewayVNets.Items[0].At}
	}
	return entrance{kind: gatewayDoor, at: s.GatewayVNets.Items[0].At}
}

// mayBeForced reports whether a network security perimeter may send all traffic of
// the app through its network.
func (a app) mayBeForced() bool {
	if v, ok := a.site.PublicAccess.Get(); ok && strings.EqualFold(v, network.SecuredByPerimeter) {
		return true
	}
	return slices.ContainsFunc(a.model.Perimeters, func(p *network.PerimeterAssociation) bool {
		mode, known := p.Mode.Get()
		return p.Site.CanBe(a.site) && (!known || strings.EqualFold(mode, "Enforced"))
	})
}
