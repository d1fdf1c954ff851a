export async function GET(request, { params }) {
  const { id } = await params;
  console.log('looking up', id);
  return Response.json({ id });
}
