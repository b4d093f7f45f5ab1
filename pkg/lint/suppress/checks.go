package suppress

import "github.com/appnetlint/appnetlint/pkg/lint"

const (
	family = "suppression"
	manual = "https://github.com/appnetlint/appnetlint#use"
	since  = "0.1"
)

// The checks of suppressions themselves. Their Run does nothing, for a check sees
// no comments: [Set.Notes] makes their findings. They are checks so that they have
// pages, can be switched off and look like any other rule in every report.
var (
	// WithoutReason reports suppressions that do not say why.
	WithoutReason = &lint.Check{
		Name: "suppression-without-reason", Family: family, Severity: lint.Note, Effect: lint.Advice,
		Title: "A suppression gives no reason",
		Why: "A suppression outlives the memory of those who wrote it. Without a reason nobody can tell whether it still " +
			"holds. It suppresses its rules all the same.",
		Fix:   "Write the reason behind two dashes: `# appnetlint:ignore RULE -- reason`.",
		Links: []string{manual}, Since: since, Run: nothing,
	}
	// Expired reports suppressions whose last day is over.
	Expired = &lint.Check{
		Name: "suppression-expired", Family: family, Severity: lint.Note, Effect: lint.Advice,
		Title: "A suppression is past its date",
		Why: "A suppression with `until=2027-01-31` holds through that day, in UTC. After it, what was suppressed is " +
			"reported again.",
		Fix:   "Correct what is found and delete the suppression, or give it a later date and a reason for that.",
		Links: []string{manual}, Since: since, Run: nothing,
	}
	// Unused reports suppressions that suppress nothing.
	Unused = &lint.Check{
		Name: "suppression-unused", Family: family, Severity: lint.Note, Effect: lint.Advice,
		Title: "A suppression suppresses nothing",
		Why: "What it was for is corrected, or is somewhere else now. Such a suppression would hide the next mistake at its " +
			"place. It is reported only where its rule has run on everything that was read and left no question open.",
		Fix: "Delete the suppression. If the finding is still there, move the comment to the end of the line that the report names, " +
			"or to a line of its own above it; above a block or at the end of its first line it holds for the whole block.",
		Links: []string{manual}, Since: since, Run: nothing,
	}
	// Malformed reports comments that look like suppressions and cannot be read.
	Malformed = &lint.Check{
		Name: "suppression-malformed", Family: family, Severity: lint.Note, Effect: lint.Silent,
		Title: "A suppression cannot be read",
		Why: "A comment that begins like a suppression but has a mistake in it suppresses nothing. Where only the name of a " +
			"rule is wrong, it still suppresses the other rules that it names; that finding is a warning.",
		Fix:   "Write `# appnetlint:ignore RULE[,RULE] [until=YYYY-MM-DD] -- reason`, or `ignore-file` for the whole file.",
		Links: []string{manual}, Since: since, Run: nothing,
	}
)

// Checks returns the checks of suppressions, by name.
func Checks() []*lint.Check {
	return []*lint.Check{Expired, Malformed, Unused, WithoutReason}
}

func nothing(*lint.Pass) {}

// own reports whether a name is that of a check of this package.
func own(name string) bool {
	for _, c := range Checks() {
		if c.Name == name {
			return true
		}
	}
	return false
}
