package azure

import "slices"

// PortRange is a range of ports, both ends included.
type PortRange struct{ First, Last uint16 }

// Contains reports whether a port lies in the range.
func (r PortRange) Contains(port uint16) bool { return r.First <= port && port <= r.Last }

// PortUse says what ports App Service listens on for one purpose.
type PortUse struct {
	Purpose    string
	Ports      []PortRange
	Source     string
	Confidence Confidence
}

// Holds reports whether a port is one of those that are listened on.
func (u PortUse) Holds(port uint16) bool {
	return slices.ContainsFunc(u.Ports, func(r PortRange) bool { return r.Contains(port) })
}

const (
	sourceMultitenantPorts = docNetworkingFeatures + ", App Service ports"
	sourceEnvironmentPorts = docEnvironmentNetworking + ", Ports and network restrictions"
)

// MultitenantPorts are the ports of the shared inbound addresses. None of them can
// be closed by the network of a customer; access restrictions act on HTTP only.
var MultitenantPorts = []PortUse{
	{"HTTP and HTTPS", ports(80, 443), sourceMultitenantPorts, Confirmed},
	{"management", ports(454, 455), sourceMultitenantPorts, Confirmed},
	{"FTP and FTPS", append(ports(21, 990), PortRange{10001, 10300}), sourceMultitenantPorts, Confirmed},
	{"Visual Studio remote debugging", ports(4020, 4022, 4024), sourceMultitenantPorts, Confirmed},
	{"Web Deploy", ports(8172), sourceMultitenantPorts, Confirmed},
	{"infrastructure", ports(7654, 1221), sourceMultitenantPorts, Confirmed},
}

// PlatformPorts are those of MultitenantPorts on which hardly anything else than App
// Service listens.
var PlatformPorts = PortUse{"management, Web Deploy and infrastructure", ports(454, 455, 8172, 7654, 1221), sourceMultitenantPorts, Confirmed}

// EnvironmentPorts are the inbound ports of an App Service Environment v3, which
// the network security group of its subnet opens and closes.
var EnvironmentPorts = []PortUse{
	{"HTTP and HTTPS", ports(80, 443), sourceEnvironmentPorts, Confirmed},
	{"FTP and FTPS", append(ports(21, 990), PortRange{10001, 10020}), sourceEnvironmentPorts, Confirmed},
	{"Visual Studio remote debugging", ports(4022, 4024, 4026), sourceEnvironmentPorts, Confirmed},
	{"Web Deploy", ports(8172), sourceEnvironmentPorts, Confirmed},
}

// EnvironmentProbe is the inbound port on which the load balancer must reach an
// App Service Environment.
var EnvironmentProbe = PortUse{"load balancer probe", ports(80), sourceEnvironmentPorts, Confirmed}

// ContentSharePorts are the outbound ports by which an app reaches its content
// share on Azure Files.
var ContentSharePorts = PortUse{"content share", ports(443, 445), docIntegration + ", Content share", Confirmed}

// PrivatePorts are the ports, TCP and UDP, inbound and outbound, that instances of
// an app with private ports use between each other in the integration subnet.
var PrivatePorts = PortUse{"private ports", []PortRange{{20000, 30000}}, docIntegration + ", Private ports", Confirmed}

func ports(single ...uint16) []PortRange {
	ranges := make([]PortRange, len(single))
	for i, port := range single {
		ranges[i] = PortRange{port, port}
	}
	return ranges
}
