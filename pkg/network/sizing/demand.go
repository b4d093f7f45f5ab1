package sizing

import (
	"slices"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// Demand is who takes addresses of a subnet by regional VNet integration.
type Demand struct {
	Subnet *network.Subnet
	Users  []User
	// Open are the sites that may add to the demand; what may add to that of a user
	// is with the user. AllOpen returns both.
	Open []Open
}

// User is a plan whose apps join a subnet.
type User struct {
	// Plan is nil for a plan that only the id tells of.
	Plan *network.Plan
	// PlanID is the id of a plan that this configuration neither creates nor
	// reads.
	PlanID string
	// Sites are the apps and slots of the plan that join the subnet.
	Sites []*network.Site
	Instances
	// PerInstance is how many addresses one instance takes.
	PerInstance int
}

// Needs returns how many addresses the plan takes with all the instances it may
// run.
func (u User) Needs() int { return u.Max * u.PerInstance }

// NeedsScaling returns how many addresses the plan takes while it is scaled up or
// down with all the instances it may run: old and new ones at the same time.
func (u User) NeedsScaling() int { return azure.AddressesNeeded(u.Max, u.PerInstance) }

// Now returns how many addresses are taken without any scaling.
func (d Demand) Now() int { return d.sum(func(u User) int { return u.Now * u.PerInstance }) }

// Needs returns how many addresses the plans take with all the instances they may
// run.
func (d Demand) Needs() int { return d.sum(User.Needs) }

// NeedsScaling returns how many addresses the plans take while they are scaled
// up or down.
func (d Demand) NeedsScaling() int { return d.sum(User.NeedsScaling) }

// AllOpen returns everything that may add to the demand.
func (d Demand) AllOpen() []Open {
	open := slices.Clone(d.Open)
	for _, u := range d.Users {
		open = append(open, u.Open...)
	}
	return open
}

func (d Demand) sum(of func(User) int) int {
	total := 0
	for _, u := range d.Users {
		total += of(u)
	}
	return total
}

// DemandOn returns who certainly takes addresses of a subnet, and how many. Apps
// of the Flex Consumption plan are left out: they take addresses in another way.
func DemandOn(s *network.Subnet) Demand {
	d := Demand{Subnet: s}
	for _, site := range s.Integrations.Items {
		if target, certain := site.Joins().Get(); !certain || target != s || site.Flex {
			continue
		}
		d.add(site)
	}
	if !s.Integrations.Complete() && !s.External {
		d.Open = append(d.Open, Open{Subject: s, Why: s.Integrations.Incomplete})
	}
	return d.measured()
}

// With returns the demand with a site more, which may come from any plan.
func (d Demand) With(site *network.Site) Demand {
	more := Demand{Subnet: d.Subnet, Open: d.Open}
	for _, u := range d.Users {
		u.Sites = slices.Clone(u.Sites)
		more.Users = append(more.Users, u)
	}
	more.add(site)
	return more.measured()
}

// add enters a site with its plan. A site whose plan is not known may run on one
// that is counted already and adds nothing.
func (d *Demand) add(site *network.Site) {
	edge := site.RunsOn()
	plan := edge.Target()
	if plan == nil && !edge.IsOutside() {
		d.Open = append(d.Open, Open{Subject: site, At: edge.At(), Why: edge.Why()})
		return
	}
	for i := range d.Users {
		if u := &d.Users[i]; plan != nil && u.Plan == plan || plan == nil && u.PlanID == edge.ID() {
			u.Sites = append(u.Sites, site)
			return
		}
	}
	user := User{Plan: plan, Sites: []*network.Site{site}}
	if plan == nil {
		user.PlanID = edge.ID()
	}
	d.Users = append(d.Users, user)
}

// measured returns the demand with the numbers of its users.
func (d Demand) measured() Demand {
	for i := range d.Users {
		u := &d.Users[i]
		u.PerInstance = azure.AddressesPerInstance(0)
		if u.Plan == nil {
			u.Instances = Instances{Now: 1, Max: 1}
			continue
		}
		u.Instances = InstancesOf(u.Plan)
		u.PerInstance = azure.AddressesPerInstance(windowsContainers(u.Plan, u.Sites))
	}
	return d
}

// windowsContainers counts the apps that certainly run as Windows containers. A
// slot runs on the instances of its app and is not counted.
func windowsContainers(p *network.Plan, sites []*network.Site) int {
	n := 0
	for _, s := range sites {
		if !s.Slot && (value.Is(p.WindowsContainers, true) || value.Is(s.WindowsContainer, true)) {
			n++
		}
	}
	return n
}
