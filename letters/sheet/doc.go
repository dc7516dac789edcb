// Package sheet is the printed page: it turns a Letter into pages of text and
// rectangles at millimetre positions, and writes those pages as PDF for the
// printer or as a picture for a screen. It knows nothing of cases, accounts or
// databases, and nothing here does input or output but to the writer it is given.
//
// Layout decides everything once. The two writers draw the same display list,
// so what is shown on a screen is what the printer gets.
//
// A Press never changes after New and a Document never changes after Layout:
// any number of goroutines may share both. Each call of PDF makes its own
// writer with its own copy of the font bytes and encodes text by read-only
// tables, and each call of PNG makes its own font faces.
package sheet
