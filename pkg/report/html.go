package report

// HTML is a page for people that needs nothing but itself.
const HTML Format = "html"

// Network is what a report shows of the network besides findings. Its texts hold no
// secrets.
type Network struct {
	Reach []ReachRow
	Maps  []Map
	// Shapes are the rules of the style of the maps that are no colours, and Colours
	// those for light or dark where a selector holds.
	Shapes  string
	Colours func(dark bool, selector string) string
}

// ReachRow tells whether a source of traffic reaches an app.
type ReachRow struct {
	Root, Address string
	Site          string // main or scm
	From          string
	Verdict       string // open, filtered, closed or cannot tell
	Because       string
	Example       string
	File          string
	Line          int
}

// Map is the picture of a configuration.
type Map struct {
	Root string
	// SVG is an element svg whose texts are escaped and which holds no script.
	SVG string
}
