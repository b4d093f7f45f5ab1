// Package sizing computes how many instances App Service plans can come to, and
// how many addresses of an integration subnet that takes. All its numbers are
// lower bounds: what is not known is counted as the least it can be, so that a
// claim that something is too small holds whatever the rest turns out to be.
package sizing

import (
	"fmt"

	"github.com/appnetlint/appnetlint/pkg/azure"
	"github.com/appnetlint/appnetlint/pkg/network"
	"github.com/appnetlint/appnetlint/pkg/source"
	"github.com/appnetlint/appnetlint/pkg/value"
)

// SKU finds the size of a plan, or what all sizes of its tier have in common. It
// reports false where the configuration does not tell, and for names that are
// not known.
func SKU(p *network.Plan) (azure.SKU, bool) {
	if p.SKU.IsUnknown() || p.Tier.IsUnknown() {
		return azure.SKU{}, false
	}
	return azure.SKUForTier(p.Tier.Or(""), p.SKU.Or(""))
}

// Instances is what a configuration says of the number of instances of a plan.
type Instances struct {
	// Now is how many run without any scaling.
	Now int
	// Max is how many the configuration lets run.
	Max int
	// Stated names what states Max: "the autoscale maximum".
	Stated string
	// By is the part of the model that states Max: the plan or an autoscale
	// setting.
	By network.Subject
	// Open are the numbers that may be larger than they were taken for.
	Open []Open
}

// Open is something that is not known and would make a number larger.
type Open struct {
	Subject network.Subject
	At      source.Range
	// Why names the variable or reference to pin; "" if there is none.
	Why string
}

// InstancesOf returns the number of instances of a plan: the largest that the
// configuration states as autoscale maximum, as maximum of elastic scale-out or
// as worker count, and one where it states nothing. What the SKU would allow is
// not counted: nobody said that the plan will grow so far.
func InstancesOf(p *network.Plan) Instances {
	n := Instances{Now: 1, Max: 1, Stated: "one instance", By: p}
	if workers, ok := n.read(p, p.Workers); ok {
		n.Now = max(n.Now, workers)
		n.raise(workers, "the worker count", p)
	}
	if ScalesElastically(p) {
		if workers, ok := n.read(p, p.MaxElasticWorkers); ok {
			n.raise(workers, "the maximum elastic worker count", p)
		}
	}
	for _, a := range p.Autoscale.Items {
		if !value.Is(a.Enabled, true) && !a.Enabled.IsAbsent() {
			if a.Enabled.IsUnknown() {
				n.leaveOpen(a, a.Enabled.At(), a.Enabled.Why())
			}
			continue
		}
		if instances, ok := n.read(a, a.Maximum); ok {
			n.raise(instances, "the autoscale maximum", a)
		}
	}
	return n
}

// ScalesElastically reports whether the plan certainly scales by itself up to
// its maximum elastic worker count.
func ScalesElastically(p *network.Plan) bool {
	sku, ok := SKU(p)
	return ok && (sku.Tier == azure.ElasticPremium || sku.Tier == azure.WorkflowStandard) || value.Is(p.ElasticScale, true)
}

func (n *Instances) read(subject network.Subject, v value.Of[int]) (int, bool) {
	if v.IsUnknown() {
		n.leaveOpen(subject, v.At(), v.Why())
	}
	return v.Get()
}

func (n *Instances) raise(instances int, stated string, by network.Subject) {
	if instances >= n.Max {
		n.Max, n.Stated, n.By = instances, stated, by
	}
}

func (n *Instances) leaveOpen(subject network.Subject, at source.Range, why string) {
	n.Open = append(n.Open, Open{subject, at, why})
}

// String returns the largest number with where it comes from: "13 instances (the
// autoscale maximum)".
func (n Instances) String() string {
	if n.Max == 1 {
		return "1 instance"
	}
	return fmt.Sprintf("%d instances (%s)", n.Max, n.Stated)
}
