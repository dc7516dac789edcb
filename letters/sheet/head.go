package sheet

// head draws what stands above the body: agency name, contact block and, when
// there is an address, the window. below is where the body may begin.
func (p *Press) head(l Letter, look look) (page Page, below float64, found []Problem) {
	put := func(r []Run, ok bool) {
		page.Runs = append(page.Runs, r...)
		if !ok {
			found = append(found, ContentOutsidePrintableArea)
		}
	}
	agency, _, ok := p.column([]string{l.AgencyName}, area{left, 10, logoRight - 3, logoBottom}, look.agency, look.smallest)
	put(agency, ok)
	if l.Address != nil {
		put(p.address(l.Address, look))
	}
	sender, end, ok := p.column(l.Sender, area{senderLeft + 2, 10.6, senderRight, senderBottom}, look.sender, look.smallest)
	put(sender, ok)
	if l.Address != nil {
		return page, bodyTop, found
	}
	return page, max(logoBottom, end) + 6, found
}

// column sets lines in an area, the first in bold, in the largest size that fits.
// end is where the last line ends; ok is false if even the smallest does not fit.
func (p *Press) column(lines []string, in area, largest, smallest float64) (runs []Run, end float64, ok bool) {
	for size := largest; size >= smallest; size-- {
		runs, end = p.columnAt(lines, in, size)
		if end <= in.bottom {
			return runs, end, true
		}
	}
	return runs, end, false
}

func (p *Press) columnAt(lines []string, in area, size float64) (runs []Run, end float64) {
	const lead = 1.3
	height := size * lead * pt
	y := in.top
	for i, text := range lines {
		for _, line := range p.wrap(text, i == 0, size, in.right-in.left) {
			runs = append(runs, Run{X: in.left, Y: y + baseline(height, size), Text: line, Bold: i == 0, Size: size})
			y += height
		}
		y += size * pt * 0.15
	}
	return runs, y
}

// address sets the address in the window in the largest size, down to 8 pt, at
// which every line fits unbroken.
func (p *Press) address(lines []string, look look) (runs []Run, ok bool) {
	for size := look.address; size >= smallestAddress; size -= 0.5 {
		if runs, ok = p.addressAt(lines, size); ok {
			return runs, true
		}
	}
	return nil, false
}

func (p *Press) addressAt(lines []string, size float64) (runs []Run, ok bool) {
	const lead = 1.2
	height := size * lead * pt
	ok = height*float64(len(lines)) <= windowBottom-windowTop
	for i, line := range lines {
		ok = ok && p.width(line, false, size) <= windowRight-windowLeft
		y := windowTop + float64(i)*height + baseline(height, size)
		runs = append(runs, Run{X: windowLeft, Y: y, Text: line, Size: size})
	}
	return runs, ok
}
