-- Drives `runbook lsp` from a real Neovim: nvim --headless --clean -c 'luafile neovim.lua'
local said, limit = {}, 90000
local function say(what, value)
  table.insert(said, what .. ': ' .. tostring(value))
end
local function finish()
  vim.fn.writefile(said, vim.env.RUNBOOK_SAID)
  vim.cmd('qall!')
end
local function await(what, condition)
  if not vim.wait(limit, condition, 20) then
    say('gave up', what)
    finish()
  end
end

local function main()
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.RUNBOOK_FILE))
  local buffer = vim.api.nvim_get_current_buf()
  local ready = false
  local client = vim.lsp.start_client({
    name = 'runbook',
    cmd = { 'dotnet', vim.env.RUNBOOK_PROGRAM, 'lsp' },
    root_dir = vim.env.RUNBOOK_FOLDER,
    on_init = function() ready = true end,
  })
  await('initialize', function() return ready end)
  vim.lsp.buf_attach_client(buffer, client)

  local function ask(method, more)
    local parameters = vim.tbl_extend('force', vim.lsp.util.make_position_params(0, 'utf-16'), more or {})
    local answers = vim.lsp.buf_request_sync(buffer, method, parameters, limit)
    return answers and answers[client] and answers[client].result
  end
  local function at(pattern)
    vim.fn.cursor(1, 1)
    vim.fn.search(pattern, 'ceW')
  end
  local function diagnostics()
    local texts = {}
    for _, d in ipairs(vim.diagnostic.get(buffer)) do
      if d.source == 'runbook' then table.insert(texts, string.format('%d,%d %s %s', d.lnum, d.col, d.code or '', d.message)) end
    end
    table.sort(texts)
    return texts
  end

  -- diagnostics of what is on disk
  await('diagnostics', function() return #diagnostics() > 0 end)
  say('diagnostics', table.concat(diagnostics(), ' | '))

  -- a code action mends it, and the diagnostics go away
  at('Stepp')
  local fixes = ask('textDocument/codeAction', {
    range = vim.lsp.util.make_given_range_params({ 3, 0 }, { 3, 5 }, buffer, 'utf-16').range,
    context = { diagnostics = {} },
  })
  for _, fix in ipairs(fixes or {}) do
    if fix.title:find('Step', 1, true) then
      say('code action', fix.title)
      vim.lsp.util.apply_workspace_edit(fix.edit, 'utf-16')
      break
    end
  end
  await('clean', function() return #diagnostics() == 0 end)
  say('mended', vim.api.nvim_buf_get_lines(buffer, 2, 3, false)[1])

  -- completion of what is typed
  vim.api.nvim_buf_set_lines(buffer, -1, -1, false, { 'Step("more").Run(Pg.Du' })
  vim.fn.cursor(vim.fn.line('$'), 99)
  vim.cmd('startinsert!')
  vim.fn.cursor(vim.fn.line('$'), 99)
  local here = vim.lsp.util.make_position_params(0, 'utf-16')
  here.position.character = #'Step("more").Run(Pg.Du'
  local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/completion', here, limit)
  local items = vim.lsp.util.text_document_completion_list_to_complete_items(answers[client].result, 'Du')
  local words = {}
  for _, item in ipairs(items) do
    table.insert(words, item.word .. ' ' .. item.menu)
  end
  say('completion', table.concat(words, ' | '))
  vim.api.nvim_buf_set_lines(buffer, -2, -1, false, {})

  -- hover
  at('SetTt')
  local hover = ask('textDocument/hover')
  local lines = vim.lsp.util.convert_input_to_markdown_lines(hover.contents)
  for _, line in ipairs(lines) do
    if line:find('undoes', 1, true) then say('hover', line) end
  end

  -- definition, into the loaded file
  at('siteName,')
  vim.fn.search('siteName', 'bcW')
  local where = ask('textDocument/definition')
  where = where and (where[1] or where)
  say('definition', where and vim.fn.fnamemodify(vim.uri_to_fname(where.uri), ':t') .. ':' .. where.range.start.line)

  -- rename, by the editor's own command; the loaded file changes too
  vim.lsp.buf.rename('zoneName')
  await('rename', function()
    return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n'):find('zoneName', 1, true)
  end)
  local loaded = vim.fn.bufnr(vim.env.RUNBOOK_FOLDER .. '/names.csx')
  say('renamed', vim.api.nvim_buf_get_lines(loaded, 0, 1, false)[1])
  await('clean again', function() return #diagnostics() == 0 end)
  say('after rename', #diagnostics() .. ' mistakes')

  -- the outline and the references, as quickfix lists show them
  local symbols = vim.lsp.util.symbols_to_items(ask('textDocument/documentSymbol'), buffer)
  for _, symbol in ipairs(symbols) do say('symbol', symbol.text) end
  vim.lsp.stop_client(client)
  await('end', function() return vim.lsp.client_is_stopped(client) end)
  say('stopped', 'yes')
end

local fine, problem = xpcall(main, debug.traceback)
if not fine then say('failed', problem) end
finish()
