-- Shared head of the scripts about the stream of events: KEYS[1] is its key.
-- What is answered of an event: id, size of its text (-1 for none or several), the text or the begin of it.
local function add(answer, id, fields, most, begin)
  local text, count = '', 0
  for i = 1, #fields, 2 do
    if fields[i] == 'event' then
      text, count = fields[i + 1], count + 1
    end
  end
  local size = #text
  if size > most then
    text = string.sub(text, 1, begin)
  end
  answer[#answer + 1] = id
  answer[#answer + 1] = count == 1 and tostring(size) or '-1'
  answer[#answer + 1] = text
  return #text
end
