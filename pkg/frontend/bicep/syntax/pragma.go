package syntax

// PragmaKind is what a pragma does.
type PragmaKind uint8

// The kinds of pragmas.
const (
	// DisableNextLine hides diagnostics of the line that follows.
	DisableNextLine PragmaKind = iota
	// DisableDiagnostics hides diagnostics from here on.
	DisableDiagnostics
	// RestoreDiagnostics ends what DisableDiagnostics began.
	RestoreDiagnostics
)

func (k PragmaKind) String() string {
	return [...]string{"disable-next-line", "disable-diagnostics", "restore-diagnostics"}[k]
}

// Pragma is a line such as #disable-next-line BCP037 no-unused-params. The span ends
// with the last code; there may be none, which is an error.
type Pragma struct {
	Span
	Kind  PragmaKind
	Codes []Ident
}
