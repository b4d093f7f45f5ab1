// Package change holds the checks on what a change destroys, beyond the part of the
// model that another family is about. They run only where the input tells what
// exists before the change.
package change
