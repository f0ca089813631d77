/**
 * The script of the page. It adds a filter and sorting to long tables, buttons that open and close all reasons, and opens
 * what a link leads to. Nothing of the report needs it.
 */
export const SCRIPT = `
(function () {
  'use strict'
  function make(tag, text, label) {
    var e = document.createElement(tag)
    if (text) e.textContent = text
    if (label) e.setAttribute('aria-label', label)
    return e
  }
  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1))
    var target = id && document.getElementById(id)
    if (!target) return
    for (var e = target; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true
    target.scrollIntoView()
  }
  function key(cell) {
    var text = cell ? cell.textContent.trim() : ''
    var number = /^-?[0-9][0-9,]*(?![.0-9:-])/.exec(text)
    return number ? ['0', Number(number[0].replace(/,/g, '')), text] : ['1', 0, text.toLowerCase()]
  }
  function sorter(table) {
    var heads = table.tHead.rows[0].cells
    Array.prototype.forEach.call(heads, function (head, column) {
      if (!head.textContent.trim()) return
      var button = make('button', head.textContent)
      button.type = 'button'
      head.textContent = ''
      head.appendChild(button)
      button.addEventListener('click', function () {
        var down = head.getAttribute('aria-sort') === 'ascending'
        Array.prototype.forEach.call(heads, function (other) { other.removeAttribute('aria-sort') })
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
        var body = table.tBodies[0]
        var rows = Array.prototype.slice.call(body.rows).map(function (row, i) {
          return { row: row, key: key(row.cells[column]), at: i }
        })
        rows.sort(function (a, b) {
          var order = 0
          for (var i = 0; i < 3 && order === 0; i++) order = a.key[i] < b.key[i] ? -1 : a.key[i] > b.key[i] ? 1 : 0
          return (down ? -order : order) || a.at - b.at
        })
        rows.forEach(function (one) { body.appendChild(one.row) })
      })
    })
  }
  function filter(table) {
    var tools = make('div')
    tools.className = 'tools'
    var input = make('input', '', 'Filter: ' + table.caption.textContent)
    input.type = 'search'
    input.placeholder = 'Filter'
    var found = make('output')
    tools.append(input, found)
    table.parentElement.before(tools)
    var rows = Array.prototype.slice.call(table.tBodies[0].rows)
    input.addEventListener('input', function () {
      var words = input.value.toLowerCase().split(/\\s+/).filter(Boolean)
      var shown = 0
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase()
        var fits = words.every(function (word) { return text.indexOf(word) >= 0 })
        row.hidden = !fits
        if (fits) shown++
      })
      found.textContent = words.length ? shown + ' of ' + rows.length : ''
    })
  }
  function openers(section) {
    var all = section.querySelectorAll('details')
    var tools = make('div')
    tools.className = 'tools'
    ;[['Open all', true], ['Close all', false]].forEach(function (one) {
      var button = make('button', one[0])
      button.type = 'button'
      button.addEventListener('click', function () {
        Array.prototype.forEach.call(all, function (d) { d.open = one[1] })
      })
      tools.appendChild(button)
    })
    section.querySelector('.accordion').before(tools)
  }
  Array.prototype.forEach.call(document.querySelectorAll('table[data-tools]'), function (table) {
    filter(table)
    sorter(table)
  })
  var why = document.getElementById('why')
  if (why && why.querySelector('.accordion')) openers(why)
  window.addEventListener('hashchange', reveal)
  reveal()
})()
`
