package sheet

// Run is a piece of text on one line. X and Y are the start of its baseline in
// millimetres from the top left of the page, Size is in points, and Spacing is
// added after every character, in millimetres.
type Run struct {
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	Text    string  `json:"text"`
	Bold    bool    `json:"bold,omitempty"`
	Size    float64 `json:"size"`
	Spacing float64 `json:"spacing,omitempty"`
}

// Box is a rectangle in millimetres from the top left of the page: filled, or with
// Line only its edge, so thick and within the rectangle. Shade runs from 0, black,
// to 255, white. A rule is a thin box.
type Box struct {
	X     float64 `json:"x"`
	Y     float64 `json:"y"`
	W     float64 `json:"w"`
	H     float64 `json:"h"`
	Line  float64 `json:"line,omitempty"`
	Shade uint8   `json:"shade,omitempty"`
}

// Mark is a QR code, level M, that says to a machine what page this is. Nothing
// may be drawn within an eighth of its side around it.
type Mark struct {
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
	Side float64 `json:"side"`
	Text string  `json:"text"`
}

// Page is what is drawn on one side of paper: boxes first, then marks, then text,
// which is in reading order. A Document has its marks as boxes.
type Page struct {
	Boxes []Box  `json:"boxes,omitempty"`
	Marks []Mark `json:"marks,omitempty"`
	Runs  []Run  `json:"runs,omitempty"`
}

// solid are the filled rectangles that a box is drawn as.
func (b Box) solid() []Box {
	if b.Line == 0 {
		return []Box{b}
	}
	w := b.Line
	return []Box{
		{X: b.X, Y: b.Y, W: b.W, H: w, Shade: b.Shade},
		{X: b.X, Y: b.Y + b.H - w, W: b.W, H: w, Shade: b.Shade},
		{X: b.X, Y: b.Y, W: w, H: b.H, Shade: b.Shade},
		{X: b.X + b.W - w, Y: b.Y, W: w, H: b.H, Shade: b.Shade},
	}
}

// solid are the filled rectangles of a page whose marks are boxes already.
func (p Page) solid() []Box {
	out := make([]Box, 0, len(p.Boxes)*2)
	for _, b := range p.Boxes {
		out = append(out, b.solid()...)
	}
	return out
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
