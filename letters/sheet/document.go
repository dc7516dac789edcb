package sheet

// Run is a piece of text on one line. X and Y are the start of its baseline in
// millimetres from the top left of the page, Size is in points, and Spacing is
// added after every character, in millimetres.
type Run struct {
	X, Y    float64
	Text    string
	Bold    bool
	Size    float64
	Spacing float64
}

// Box is a filled rectangle in millimetres from the top left of the page. Shade
// runs from 0, black, to 255, white. A line is a thin box.
type Box struct {
	X, Y, W, H float64
	Shade      uint8
}

// Page is what is drawn on one side of paper: boxes first, then text, which is in
// reading order.
type Page struct {
	Boxes []Box
	Runs  []Run
}

// Document is a letter laid out. It does not change.
type Document struct {
	pages []Page
	lang  string
	title string
	text  string
	press *Press
}

// Pages is how many sides of paper the letter has, 1 to 10.
func (d *Document) Pages() int { return len(d.pages) }

// Text is the whole letter in reading order as plain text, without page numbers:
// the copy for a screen reader, and what braille and audio are made from.
func (d *Document) Text() string { return d.text }
