// Package lint runs checks on the network model and collects what they find.
// A check is data plus one function: it sees the model and nothing else, no
// file, no flag, no output.
package lint

import (
	"fmt"
	"strings"
)

// Severity is how bad a finding is. The zero value is not a severity.
type Severity uint8

// The severities, mildest first, so that they compare.
const (
	// Note is advice, or rests on a fact that Microsoft does not document clearly.
	Note Severity = iota + 1
	// Warning is exposure, risk of an outage, or something that silently does nothing.
	Warning
	// Error means that the deployment fails or the app cannot work.
	Error
)

func (s Severity) String() string {
	switch s {
	case Note:
		return "note"
	case Warning:
		return "warning"
	case Error:
		return "error"
	}
	return fmt.Sprintf("Severity(%d)", uint8(s))
}

// ParseSeverity reads "note", "warning" or "error".
func ParseSeverity(s string) (Severity, error) {
	for _, v := range []Severity{Note, Warning, Error} {
		if strings.EqualFold(s, v.String()) {
			return v, nil
		}
	}
	return 0, fmt.Errorf("%q is not a severity: use error, warning or note", s)
}

// Effect is what the mistake costs the user.
type Effect string

// The effects.
const (
	ApplyFails Effect = "apply-fails" // Azure or the provider refuses it
	Exposure   Effect = "exposure"    // something is open that looks closed
	Outage     Effect = "outage"      // accepted, but traffic breaks
	Silent     Effect = "no-effect"   // accepted, but does not do what was meant
	Advice     Effect = "advice"
)

// Check is one rule.
type Check struct {
	// Name is the rule's name, as users write it: access-rule-shadowed.
	Name string
	// Family is the package of the check: accessrestriction.
	Family string
	// Severity is the level of its findings; a finding may be milder or graver.
	Severity Severity
	// Effect is what the mistake costs.
	Effect Effect
	// Title says in a few words what is wrong, without a full stop.
	Title string
	// Why says what Azure does, in Markdown.
	Why string
	// Fix says the way out, in Markdown.
	Fix string
	// Links are the documents that the check rests on; at least one.
	Links []string
	// Since is the first version that has the check: "0.1".
	Since string
	// Precision is how often a finding is right: very-high, high, medium. It
	// is very-high if empty.
	Precision string
	// SecuritySeverity is the score of an exposure, 0.1 to 10; 0 for the rest.
	SecuritySeverity float64
	// Fixable is set for checks some of whose findings carry remedies.
	Fixable bool
	// OnChange is set for checks that compare the model before and after a
	// change; they run only where both are at hand.
	OnChange bool
	// EachSite is set for checks that look at one site after the other, by
	// Pass.Sites or the lists of the pass, and at no others than edges lead to. Run is
	// then called for some sites at a time, in their order, which is faster: what they
	// are made of is still in the processor's cache when the next such check comes.
	EachSite bool
	// Run looks for the mistake. It must not keep the pass.
	Run func(*Pass)
}

// Validate reports what a check lacks to be complete.
func (c *Check) Validate() error {
	switch {
	case c.Name == "" || strings.ToLower(c.Name) != c.Name || strings.ContainsAny(c.Name, " _"):
		return fmt.Errorf("check %q: the name is not lower case words joined by -", c.Name)
	case c.Family == "":
		return fmt.Errorf("check %s belongs to no family", c.Name)
	case c.Severity < Note || c.Severity > Error:
		return fmt.Errorf("check %s has no severity", c.Name)
	case c.Effect == "":
		return fmt.Errorf("check %s does not say what the mistake costs", c.Name)
	case c.Title == "" || strings.HasSuffix(c.Title, "."):
		return fmt.Errorf("check %s: the title is empty or ends in a full stop", c.Name)
	case !sentence(c.Why) || !sentence(c.Fix):
		return fmt.Errorf("check %s: why and fix are full sentences", c.Name)
	case len(c.Links) == 0:
		return fmt.Errorf("check %s names no document", c.Name)
	case c.Since == "":
		return fmt.Errorf("check %s does not say since when", c.Name)
	case (c.SecuritySeverity > 0) != (c.Effect == Exposure):
		return fmt.Errorf("check %s: exposures, and only they, have a security severity", c.Name)
	case c.Run == nil:
		return fmt.Errorf("check %s does nothing", c.Name)
	}
	return nil
}

func sentence(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && strings.ContainsAny(s[len(s)-1:], ".:`)")
}
