package sheet

// flow pours rows into pages. start is where the body of the first page begins.
// Rows that keep together move to the next page together; if no page can hold them
// they are poured row by row. ok is false when a single row is taller than a page.
func flow(first Page, start, bottom float64, rows []row) (pages []Page, ok bool) {
	f := pour{pages: []Page{first}, y: start, start: start, bottom: bottom}
	for len(rows) > 0 {
		n := chunk(rows)
		f.group(rows[:n])
		rows = rows[n:]
		if f.overflow || len(f.pages) > maxPages {
			break
		}
	}
	return f.pages, !f.overflow
}

// chunk counts the rows at the start that want to stay on one page.
func chunk(rows []row) int {
	n := 1
	for n < len(rows) && rows[n-1].keep {
		n++
	}
	return n
}

type pour struct {
	pages         []Page
	y             float64 // how far down the last page is used
	start, bottom float64
	overflow      bool
	qr            bool // the last page has a QR code
}

func (f *pour) group(rows []row) {
	if f.y > f.start && !f.fits(rows) {
		f.feed()
	}
	if f.fits(rows) {
		for _, r := range rows {
			f.put(r)
		}
		return
	}
	for i := range rows {
		if f.y > f.start && !f.fits(rows[i:i+1]) {
			f.feed()
		}
		if !f.fits(rows[i : i+1]) {
			f.overflow = true
			return
		}
		f.put(rows[i])
	}
}

// fits says whether rows go on the last page as it is.
func (f *pour) fits(rows []row) bool {
	y, qr := f.y, f.qr
	for _, r := range rows {
		if r.qr && qr {
			return false
		}
		qr = qr || r.qr
		if y > f.start {
			y += r.before
		}
		y += r.height
	}
	return y <= f.bottom
}

func (f *pour) put(r row) {
	if f.y > f.start {
		f.y += r.before
	}
	last := len(f.pages) - 1
	f.pages[last] = f.pages[last].with(r.page.moved(f.y))
	f.y += r.height
	f.qr = f.qr || r.qr
}

func (f *pour) feed() {
	f.pages = append(f.pages, Page{})
	f.start = top
	f.y = top
	f.qr = false
}
