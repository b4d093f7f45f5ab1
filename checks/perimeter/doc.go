// Package perimeter holds the checks on network security perimeters that apps, or
// what apps depend on, are associated with.
package perimeter
